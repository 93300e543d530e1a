// One suite for whatever decides at the edge: our own server and nginx have to answer alike.
import { cp } from 'node:fs/promises';
import { decodeBase64url, encodeBase64url, encodeUtf8, MacKey } from '@sluice/access';
import type { EdgeSync } from '@sluice/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import vectors from '../../../../packages/access/vectors/edge-token.json' with { type: 'json' };
import { nodeCrypto } from '../../src/adapters/crypto/node.ts';
import { assetFolderOf } from '../fixtures/every-object.ts';
import { startTestNginxEdge, type TestNginxEdge } from '../fixtures/nginx-edge.ts';
import { type ProtectedFilm, startWithProtectedFilm } from '../fixtures/protected-film.ts';
import { type RawRequest, rawRequest } from '../fixtures/raw-request.ts';

/** The asset of the contract's vectors. */
const id = '9f86d081';
const crypto = nodeCrypto();
const doors = ['our server', 'nginx', 'nginx on the media folder'] as const;
let film: ProtectedFilm;
let edges: readonly TestNginxEdge[];
let signing: { readonly kid: string; readonly secret: Uint8Array };
let segment: string;

beforeAll(async () => {
  film = await startWithProtectedFilm(id);
  const { server } = film;
  await cp(assetFolderOf(server, id), assetFolderOf(server, 'open'), { recursive: true });
  await server.client.setAssetAccess('open', 'public');
  edges = [await startTestNginxEdge(server), await startTestNginxEdge(server, server.config.MEDIA_DIR)];
  const answer = await fetch(`${server.url}/v1/edge/sync?node=test`, {
    headers: { authorization: `Bearer ${server.config.EDGE_SECRET}` },
  });
  const { keyset } = (await answer.json()) as EdgeSync;
  const key = keyset?.keys.find((each) => each.class === 'edge-hmac');
  signing = { kid: key?.kid ?? '', secret: decodeBase64url(String(key?.material)) ?? new Uint8Array() };
  segment = film.objects.find((path) => /^\/v\/[^/]+\/video\/.*\.m4s$/.test(path)) ?? '';
});
afterAll(async () => {
  for (const edge of edges ?? []) await edge.stop();
  await film.server.stop();
});

const urlOf = (door: (typeof doors)[number]): string =>
  door === 'our server' ? film.server.url : (edges[door === 'nginx' ? 0 : 1]?.url ?? '');
const nowSeconds = (): number => Math.floor(Date.now() / 1000);
const withQuery = (path: string, token: string): string => `${path}?et=${encodeURIComponent(token)}`;
const withPath = (path: string, token: string): string => `/_t/${encodeBase64url(encodeUtf8(token))}${path}`;

function sign(body: string): string {
  const mac = crypto.hmacSha256(new MacKey(signing.secret), body);
  return `${body}~sig=${encodeBase64url(mac)}`;
}

/** A token of one hour; `fields` stand behind its own. */
const tokenFor = (acl: string, tokenId: string, fields = '', seconds = 3600): string =>
  sign(`v=1~kid=${signing.kid}~exp=${nowSeconds() + seconds}~acl=${acl}~id=${tokenId}~aud=${id}${fields}`);

/** Those of the contract's decisions that a clock of today and this machine's address can be asked for. */
const decisions = vectors.decisions.filter(
  ({ name, assetId, clientAddress }) =>
    assetId !== 'ch1' &&
    !/^E3|last second|seconds early|IPv4-mapped|other address|only begins like/.test(name) &&
    clientAddress !== '',
);
const signedBodies = new Set(vectors.signatures.filter(({ keyHex }) => keyHex === vectors.keys.k1).map((s) => s.body));

/** The token of a decision with its times moved to now and its address to this machine, signed if it was signed. */
function today({ token, nowSeconds: then }: (typeof vectors.decisions)[number]): string {
  const shift = nowSeconds() - then;
  const [body = ''] = token.split('~sig=');
  const moved = body
    .replace('kid=k1', `kid=${signing.kid}`)
    .replace(/(st|exp|mx)=(\d{10})/g, (_whole, name: string, time: string) => `${name}=${Number(time) + shift}`)
    .replace('203.0.113.7/32', '127.0.0.1/32');
  return signedBodies.has(body) && !token.endsWith('W5') ? sign(moved) : token;
}

describe.each(doors)('%s', (door) => {
  const ask = (target: string, request: RawRequest = {}) => rawRequest(urlOf(door), target, request);
  const told = async (target: string, headers: Record<string, string> = {}): Promise<unknown[]> => {
    const answer = await ask(target, { headers });
    return [answer.status, answer.headers['x-edge-deny'] ?? null];
  };

  it.each(decisions.map((decision) => [decision.name, decision] as const))('decides: %s', async (_name, decision) => {
    const { target, origin, referer, refused } = decision;
    const headers = { ...(origin === null ? {} : { origin }), ...(referer === null ? {} : { referer }) };
    const isUnderOtherKey = decision.name.includes('another key');
    const token = isUnderOtherKey ? decision.token : today(decision);
    const [status, deny] = await told(target, { ...headers, 'edge-token': token });
    // What is let through is not always there.
    if (refused === null) expect([200, 404]).toContain(status);
    else expect([status, deny]).toEqual([refused === 'bad_path' ? 400 : 403, refused]);
    if (status === 404) expect(deny).toBe('not_found');
  });

  it('opens a segment by every carrier, again and again, with the same bytes', async () => {
    const { token } = film;
    const plain = await rawRequest(film.server.url, withQuery(segment, token));
    for (const [target, headers] of [
      [withQuery(segment, token), {}],
      [`${withQuery(segment, token)}&v=2&CMCD=br%3D3`, {}],
      [withPath(segment, token), {}],
      [segment, { 'edge-token': token }],
      [segment, { cookie: `a=b; edge_token=${token}` }],
    ] as const) {
      // One page after another: what is kept for the first may not name its origin to the next.
      for (const origin of ['https://a.example', 'https://b.example', null]) {
        const answer = await ask(target, { headers: { ...headers, ...(origin === null ? {} : { origin }) } });
        expect([answer.status, answer.body.equals(plain.body)], target).toEqual([200, true]);
        expect(answer.headers['content-type']).toBe('video/iso.segment');
        expect(answer.headers['access-control-allow-origin']).toBe(origin ?? '*');
        expect(answer.headers['cache-control']).toMatch(/^private, max-age=\d+/);
        expect(Number(/max-age=(\d+)/.exec(answer.headers['cache-control'] ?? '')?.[1])).toBeLessThanOrEqual(3600);
      }
    }
    const range = await ask(withQuery(segment, token), { headers: { range: 'bytes=2-5' } });
    expect([range.status, range.body]).toEqual([206, plain.body.subarray(2, 6)]);
    const head = await ask(withQuery(segment, token), { method: 'HEAD' });
    expect([head.status, head.headers['content-length']]).toEqual([200, String(plain.body.byteLength)]);
  });

  it('gives a stranger nothing of any object, and says so to browsers', async () => {
    for (const path of film.objects.filter((each) => each.startsWith('/v/') || each.startsWith('/k/'))) {
      const { status, headers } = await ask(path);
      expect([status, headers['x-edge-deny'], headers['cache-control']], path).toEqual([
        403,
        'token_missing',
        'no-store',
      ]);
      expect(headers['access-control-allow-origin'], path).toBe('*');
    }
  });

  it('does not let one token open what another has just opened', async () => {
    const { token } = film;
    expect((await ask(withQuery(segment, token))).status).toBe(200);
    expect((await ask(withPath(segment, token))).status).toBe(200);
    const forged = `${token.slice(0, -1)}${token.endsWith('A') ? 'E' : 'A'}`;
    const other = segment.replace(id, 'other');
    for (const [target, deny] of [
      [withQuery(segment, forged), 'token_invalid'],
      [withPath(segment, forged), 'token_invalid'],
      [withQuery(other, token), 'asset_mismatch'],
      [withPath(other, token), 'asset_mismatch'],
      [`${withQuery(segment, token)}&et=${encodeURIComponent(token)}`, 'token_malformed'],
      [`${withQuery(segment, token)}&%65t=x`, 'token_malformed'],
      [`${segment}?v=2&et=${encodeURIComponent(token)}&et=`, 'token_malformed'],
      [withQuery(segment, `${token}~geo=US`), 'token_malformed'],
      [withQuery(segment, `${token}x`), 'token_malformed'],
      [`/_t/${encodeBase64url(encodeUtf8(token))}x${segment}`, 'token_malformed'],
    ] as const) {
      expect(await told(target), target).toEqual([403, deny]);
    }
  });

  it('refuses paths that could be read in two ways, with a token that opens what they might mean', async () => {
    const { token } = film;
    expect((await ask(withQuery(segment, token))).status).toBe(200);
    for (const path of [
      segment.replace(`/v/${id}/`, `/v/${id}//`),
      segment.replace('/video/', '/x/../video/'),
      segment.replace('/video/', '/%2e%2e/video/'),
      segment.replace('/video/', '/./video/'),
      segment.replace('/video/', '%2fvideo/'),
      segment.replace('/video/', '%5Cvideo/'),
      `${segment}%00`,
      `/v/other/../${id}${segment.slice(`/v/${id}`.length)}`,
      withPath(withPath(segment, token), token).split('?')[0] ?? '',
    ]) {
      for (const target of [withQuery(path, token), withPath(path, token)]) {
        const [status, deny] = await told(target);
        expect([400, 404], target).toContain(status);
        expect(['bad_path', 'not_found', null], target).toContain(deny);
      }
    }
  });

  it('reads no header that only looks like ours, and no size beyond reason', async () => {
    const { token } = film;
    for (const headers of [
      { edge_token: token },
      { 'x-original-uri': withQuery(segment, token) },
      { authorization: `Bearer ${token}` },
      { 'x-edge-proxy-secret': 'a', 'x-edge-path': segment },
    ]) {
      expect(await told(segment, headers as unknown as Record<string, string>)).toEqual([403, 'token_missing']);
    }
    const huge = await ask(`${segment}?et=${'a'.repeat(20_000)}`).catch(() => ({ status: 431 }));
    expect([400, 403, 414, 431]).toContain(huge.status);
  });

  it('asks for the address, the page and the player that a token is bound to', async () => {
    const acl = `/v/${id}/*`;
    expect(await told(withQuery(segment, tokenFor(acl, 'tk_ip', '~ip=127.0.0.1/32')))).toEqual([200, null]);
    expect(await told(withQuery(segment, tokenFor(acl, 'tk_ip2', '~ip=203.0.113.8/32')))).toEqual([403, 'ip_mismatch']);
    const dom = withQuery(segment, tokenFor(acl, 'tk_dom', '~dom=app.example.com'));
    for (let round = 0; round < 2; round++) {
      expect(await told(dom, { origin: 'https://app.example.com' })).toEqual([200, null]);
      expect(await told(dom, { origin: 'https://evil.example.com' })).toEqual([403, 'domain_mismatch']);
    }
    const ua = withQuery(segment, tokenFor(acl, 'tk_ua', '~ua=341cccc0c70f8082'));
    expect(await told(ua, { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) EdgeTest/1.0' })).toEqual([200, null]);
    expect(await told(ua, { 'user-agent': 'another' })).toEqual([403, 'ua_mismatch']);
    const narrow = tokenFor(segment, 'tk_narrow');
    expect(await told(withQuery(segment, narrow))).toEqual([200, null]);
    expect(await told(withQuery(`/v/${id}/master.m3u8`, narrow))).toEqual([403, 'acl_mismatch']);
  });

  it('stops at the end of a token', async () => {
    const token = tokenFor(`/v/${id}/*`, 'tk_short', '', 1);
    await expect.poll(() => told(withQuery(segment, token))).toEqual([403, 'token_expired']);
  });

  it('writes playlists for the viewer, takes JWTs and embed tokens, serves public assets to everybody', async () => {
    const { client } = film.server;
    const playlist = await ask(withQuery(`/v/${id}/master.m3u8`, film.token));
    expect([playlist.status, playlist.headers['cache-control']]).toEqual([200, 'private, no-store']);
    expect(playlist.body.toString()).toContain('?et=');
    const jwt = await client.issuePlaybackToken({ asset_id: id, kind: 'jwt', subject: 'vw_jwt' });
    expect(await told(withQuery(segment, jwt.token))).toEqual([200, null]);
    const embed = await client.createEmbedToken({ asset_id: id });
    expect(await told(withQuery(`/v/${id}/master.m3u8`, embed.token))).toEqual([200, null]);
    const open = segment.replace(id, 'open');
    for (const target of [open, withQuery(open, 'nonsense'), '/v/open/master.m3u8']) {
      const answer = await ask(target);
      expect([answer.status, answer.headers['cache-control']], target).toEqual([
        200,
        'public, max-age=31536000, immutable',
      ]);
    }
  });

  it('takes GET and HEAD alone, and answers a preflight without looking', async () => {
    for (const method of ['POST', 'PUT', 'DELETE']) {
      const answer = await ask(withQuery(segment, film.token), { method });
      expect([answer.status, answer.headers.allow], method).toEqual([405, 'GET, HEAD, OPTIONS']);
    }
    const preflight = await ask('/v/nothing/x.m4s', { method: 'OPTIONS', headers: { origin: 'https://a.example' } });
    expect([preflight.status, preflight.headers['access-control-allow-origin']]).toEqual([204, 'https://a.example']);
  });

  it.each(['token', 'subject'] as const)('refuses within two seconds what is revoked by %s', async (type) => {
    const subject = `viewer ${door} ${type}`;
    const issued = await film.server.client.issuePlaybackToken({ asset_id: id, subject, fresh: true });
    const targets = [withQuery(segment, issued.token), withPath(segment, issued.token)];
    for (const target of [...targets, ...targets]) expect(await told(target)).toEqual([200, null]);
    const value = type === 'token' ? issued.token_id : subject;
    const before = nowSeconds() + 1;
    const response = await fetch(`${film.server.url}/v1/edge/revocations`, {
      method: 'POST',
      headers: { 'x-api-key': film.server.config.API_KEY, 'content-type': 'application/json' },
      body: JSON.stringify(type === 'token' ? { type, value } : { type, value, before }),
    });
    expect(response.status).toBe(201);
    for (const target of targets) {
      await expect.poll(() => told(target)).toEqual([403, 'token_revoked']);
    }
    expect(await told(withQuery(segment, film.token))).toEqual([200, null]);
  });
});

describe('nginx alone', () => {
  it('keeps our other routes to the origin', async () => {
    for (const target of ['/v1/assets/9f86d081', '/v1/edge/sync?node=a', '/metrics', '/_media/v/x', '/_policy/open']) {
      expect((await rawRequest(urlOf('nginx'), withQuery(target, film.token))).status, target).toBe(404);
    }
  });

  it('behaves without its feed as edge access §12.3 says, and serves what it has without an origin', async () => {
    const [edge] = edges;
    if (edge === undefined) throw new Error('there is an edge');
    const acl = `/v/${id}/*`;
    const [renewable, plain] = [
      tokenFor(acl, 'tk_mx', `~mx=${nowSeconds() + 7200}`),
      tokenFor(acl, 'tk_plain', '', 200),
    ];
    const ask = async (token: string, path = segment): Promise<unknown[]> => {
      const { status, headers } = await rawRequest(edge.url, withQuery(path, token));
      return [status, headers['x-edge-deny'] ?? null];
    };
    expect(await ask(renewable)).toEqual([200, null]);
    await edge.loseFeed(nowSeconds() - 45);
    expect(await ask(tokenFor(acl, 'tk_mx2', `~mx=${nowSeconds() + 7200}`))).toEqual([200, null]);
    await edge.loseFeed(nowSeconds() - 61);
    expect(await ask(tokenFor(acl, 'tk_mx3', `~mx=${nowSeconds() + 7200}`))).toEqual([503, 'edge_stale']);
    await film.server.stop();
    expect(await ask(plain)).toEqual([200, null]);
    expect(await ask(`${plain}x`)).toEqual([403, 'token_malformed']);
    expect((await ask(plain, `/v/${id}/master.m3u8`))[0]).toBe(502);
  });
});
