import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cdnSecrets, writeCdnFile } from '../fixtures/cdn-file.ts';
import { assetFolderOf } from '../fixtures/every-object.ts';
import { type ProtectedFilm, startWithProtectedFilm } from '../fixtures/protected-film.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import { type Nginx, startNginx } from '../fixtures/start-nginx.ts';

const id = 'link-film';
let film: ProtectedFilm;
let cdnFile: Awaited<ReturnType<typeof writeCdnFile>>;
let nginx: Nginx;

/** As docs/guide/cdn.md shows it: the link is checked first, then the cache is looked at, then we are asked. */
const server = (origin: string): string => `
    location ~ "^/sl/(?<slt>[A-Za-z0-9_-]{22})/(?<sle>\\d{10})(?<sld>/v/[^/]+/)(?<slf>.+)$" {
      secure_link     $slt,$sle;
      secure_link_md5 "$secure_link_expires$sld ${cdnSecrets.nginx}";
      if ($secure_link = "")  { return 403; }
      if ($secure_link = "0") { return 403; }
      rewrite ^ $sld$slf break;
      proxy_pass ${origin};
      proxy_set_header X-Origin-Secret ${cdnSecrets.origins.ngx};
      proxy_cache media;
      proxy_cache_key $sld$slf;
      add_header X-Cache $upstream_cache_status always;
    }
    location / { return 403; }
`;
const http = 'proxy_cache_path cache levels=1 keys_zone=media:1m;';

beforeAll(async () => {
  cdnFile = await writeCdnFile(id);
  film = await startWithProtectedFilm(id, { CDN_FILE: cdnFile.file });
  nginx = await startNginx({ http, server: server(film.server.url) });
});
afterAll(async () => {
  await nginx.stop();
  await film.server.stop();
  await cdnFile.remove();
});

const get = (target: string) => rawRequest(nginx.url, target);
const issue = (order = {}) => film.server.client.issuePlaybackToken({ asset_id: id, deliver_via: 'ngx', ...order });
const pathOf = (url: string): string => new URL(url).pathname;
const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/** Every object that a player fetches from `master` on. */
async function walk(master: string): Promise<readonly string[]> {
  const names = (text: string): readonly string[] => [
    ...[...text.matchAll(/URI="([^"]+)"/g)].map(([, uri = '']) => uri),
    ...text.split('\n').filter((line) => line !== '' && !line.startsWith('#')),
  ];
  const found: string[] = [];
  const rest = [master];
  for (let path = rest.pop(); path !== undefined; path = rest.pop()) {
    found.push(path);
    if (!path.endsWith('.m3u8')) continue;
    const text = (await get(path)).body.toString();
    const here = folderOf(path);
    rest.push(
      ...names(text)
        .filter((name) => !name.startsWith('http'))
        .map((name) => here + name),
    );
  }
  return found;
}

describe('nginx with secure_link', () => {
  it('plays a film by the link of the API, byte for byte, and keeps it for the next viewer', async () => {
    const { urls, token } = await issue();
    const objects = await walk(pathOf(urls.hls));
    const media = objects.filter((path) => /\.(m4s|mp4)$/.test(path));
    expect(media.length).toBeGreaterThan(6);
    for (const path of media) {
      const answer = await get(path);
      const name = path.slice(path.indexOf(`/v/${id}/`) + `/v/${id}/`.length);
      expect([answer.status, path]).toEqual([200, path]);
      expect(answer.body.equals(await readFile(join(assetFolderOf(film.server, id), name))), name).toBe(true);
    }
    const other = pathOf((await issue({ ttl: 7200 })).urls.hls);
    expect(other).not.toBe(pathOf(urls.hls));
    const cached = media.map((path) => path.replace(/^\/sl\/[^/]+\/\d+/, other.slice(0, other.indexOf('/v/'))));
    for (const path of cached) expect((await get(path)).headers['x-cache'], path).toBe('HIT');
    const playlist = objects.find((path) => path.includes('/video/') && path.endsWith('.m3u8')) ?? '';
    const [, key = ''] = /EXT-X-KEY:[^\n]*URI="([^"]+)"/.exec((await get(playlist)).body.toString()) ?? [];
    const content = await rawRequest(key, new URL(key).pathname, { headers: { 'edge-token': token } });
    expect(content.body.byteLength).toBe(16);
  });

  it('gives the manifest and the poster under the same link', async () => {
    const { urls } = await issue();
    for (const url of [urls.dash ?? '', urls.poster]) expect((await get(pathOf(url))).status, url).toBe(200);
  });

  it('refuses a link that has ended, also what it has kept', async () => {
    const { urls } = await issue({ ttl: 3, allow_short: true });
    expect((await get(pathOf(urls.hls))).status).toBe(200);
    await pause(4100);
    expect((await get(pathOf(urls.hls))).status).toBe(403);
  });

  it('refuses every other folder, and whatever leads there', async () => {
    const path = pathOf((await issue()).urls.hls);
    const at = path.indexOf(`/v/${id}/`);
    const link = path.slice(0, at);
    const expires = link.slice(-10);
    const elsewhere = ['other', `${id}2`, id.slice(0, -1)].map((name) => `${link}/v/${name}/master.m3u8`);
    const up = [`../${id}2/master.m3u8`, '..%2fother/master.m3u8', '%2e%2e/other/master.m3u8', '../../k/x/1.key'];
    const wrongHash = createHash('md5').update(`${expires}/v/${id}/ wrong`).digest('base64url');
    const forged = [
      `/sl/${wrongHash}/${expires}/v/${id}/master.m3u8`,
      path.replace(expires, String(Number(expires) + 1)),
      path.slice(at),
      `${link}/k/${id}/${film.kid}.key`,
      `/v/${id}/master.m3u8?md5=${wrongHash}`,
    ];
    for (const target of [...elsewhere, ...up.map((rest) => `${link}/v/${id}/${rest}`), ...forged]) {
      const answer = await get(target);
      expect([400, 403], target).toContain(answer.status);
      expect(answer.body.byteLength, target).toBeLessThan(500);
    }
  });

  it('shows its secret to us alone', async () => {
    const answer = await get(pathOf((await issue()).urls.hls));
    expect(JSON.stringify(answer.headers) + answer.body.toString()).not.toContain(cdnSecrets.origins.ngx);
    expect((await nginx.log()).match(/\[(?:error|crit|alert|emerg)\]/)).toBeNull();
  });
});
