import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeBase64url, encodeUtf8 } from '@sluice/access';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assetFolderOf } from '../fixtures/every-object.ts';
import { type ProtectedFilm, startWithProtectedFilm } from '../fixtures/protected-film.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import { type Nginx, startNginx } from '../fixtures/start-nginx.ts';

const id = 'nginx-film';
const secret = '7e'.repeat(32);
let film: ProtectedFilm;
let nginx: Nginx;

/** Segments from the folder of the media provider, everything that is written for a viewer from us. */
const server = (origin: string, mediaFolder: string): string => `
    location = /_authorize {
      internal;
      proxy_pass ${origin}/v1/edge/authorize;
      proxy_pass_request_body off;
      proxy_set_header Content-Length "";
      proxy_set_header X-Edge-Proxy-Secret ${secret};
      proxy_set_header X-Original-Method $request_method;
      proxy_set_header X-Original-Host $host;
      proxy_set_header X-Original-URI $request_uri;
      proxy_set_header X-Real-IP $remote_addr;
    }
    location ~ "^(?:/_t/[^/]+)?/v/(?<aid>(?<pp>..)[^/]*)/(?<rest>.+\\.(?:m4s|mp4|jpg|webp))$" {
      auth_request /_authorize;
      auth_request_set $deny $upstream_http_x_edge_deny;
      add_header X-Edge-Deny $deny always;
      add_header X-Served-By folder always;
      add_header Cache-Control private;
      alias ${mediaFolder}/videos/$pp/$aid/$rest;
    }
    location / { proxy_pass ${origin}; }
`;

beforeAll(async () => {
  film = await startWithProtectedFilm(id, { EDGE_PROXY_SECRET: secret });
  nginx = await startNginx({ server: server(film.server.url, film.server.config.MEDIA_DIR) });
});
afterAll(async () => {
  await nginx.stop();
  await film.server.stop();
});

const get = (target: string, headers: Record<string, string> = {}) => rawRequest(nginx.url, target, { headers });
const withQuery = (path: string, token: string): string => `${path}?et=${encodeURIComponent(token)}`;
const segments = () => film.objects.filter((path) => path.startsWith(`/v/${id}/`) && /(?<!cbcs.*)\.m4s$/.test(path));

describe('nginx with auth_request', () => {
  it('plays: playlists come from us, segments from the folder, byte for byte', async () => {
    const master = await get(withQuery(`/v/${id}/master.m3u8`, film.token));
    expect(master.status).toBe(200);
    const [playlist = ''] = master.body.toString().match(/^video\/\S+$/m) ?? [];
    const media = await get(`/v/${id}/${playlist}`);
    expect(media.status).toBe(200);
    const folder = playlist.slice(0, playlist.indexOf('playlist.m3u8'));
    const children = media.body.toString().match(/^seg_\S+$/gm) ?? [];
    expect(children.length).toBeGreaterThan(0);
    for (const child of children) {
      const segment = await get(`/v/${id}/${folder}${child}`);
      expect([segment.status, segment.headers['x-served-by']], child).toEqual([200, 'folder']);
      const path = `${folder}${child.split('?')[0]}`;
      expect(segment.body.equals(await readFile(join(assetFolderOf(film.server, id), path))), path).toBe(true);
    }
  });

  it('takes the token in every carrier, and ranges', async () => {
    const [segment = ''] = segments();
    for (const [target, headers] of [
      [withQuery(segment, film.token), {}],
      [`/_t/${encodeBase64url(encodeUtf8(film.token))}${segment}`, {}],
      [segment, { 'edge-token': film.token }],
      [segment, { cookie: `edge_token=${film.token}` }],
    ] as const) {
      expect((await get(target, headers)).status, target).toBe(200);
    }
    const range = await get(withQuery(segment, film.token), { range: 'bytes=2-5' });
    expect([range.status, range.body.byteLength]).toEqual([206, 4]);
  });

  it('gives a stranger nothing', async () => {
    for (const path of film.objects) {
      const answer = await get(path);
      expect(answer.status, path).toBe(403);
      expect(answer.body.byteLength, path).toBeLessThan(500);
    }
    const [segment = ''] = segments();
    expect((await get(segment)).headers['x-edge-deny']).toBe('token_missing');
    expect((await get(withQuery(segment, `${film.token.slice(0, -4)}AAAA`))).headers['x-edge-deny']).toBe(
      'token_invalid',
    );
  });

  it('is not led astray: what nginx would tidy up, the gate refuses', async () => {
    const [segment = ''] = segments();
    const other = `/v/other/../${id}${segment.slice(`/v/${id}`.length)}`;
    const stranger = segment.replace(`/v/${id}/`, `/v/${id}//`);
    const escaped = segment.replace('/video/', '/%2e%2e/').replace('/audio/', '/%2e%2e/');
    for (const target of [other, stranger, escaped, `${segment}%00`, segment.replace('/v/', '/v/x/..%2f')]) {
      const answer = await get(withQuery(target, film.token));
      expect([400, 403, 404], target).toContain(answer.status);
    }
  });

  it('stops at once when the token is taken back', async () => {
    const { token, token_id: tokenId } = await film.server.client.issuePlaybackToken({ asset_id: id, fresh: true });
    const [segment = ''] = segments();
    expect((await get(withQuery(segment, token))).status).toBe(200);
    await film.server.client.revokePlaybackToken(tokenId);
    const answer = await get(withQuery(segment, token));
    expect([answer.status, answer.headers['x-edge-deny']]).toEqual([403, 'token_revoked']);
  });

  it('writes no fault to its log', async () => {
    expect((await nginx.log()).match(/\[(?:error|crit|alert|emerg)\] .*(?:unexpected|upstream)/)).toBeNull();
  });
});
