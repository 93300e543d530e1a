import {
  encodeBase64url,
  encodeUtf8,
  issueEdgeToken,
  MacKey,
  macKeyRecord,
  parsePathPattern,
  unbound,
} from '@sluice/access';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../src/adapters/crypto/node.ts';
import { everyObject } from '../fixtures/every-object.ts';
import { prepareFilm } from '../fixtures/prepare-film.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';
import { makeTinyClip } from '../fixtures/tiny-clip.ts';

let server: TestServer;
let good: string;
let foreign: string;
let objects: string[];

const isMac = /~sig=.*$/;
const flip = (text: string, index: number): string =>
  text.slice(0, index) + (text[index] === 'A' ? 'B' : 'A') + text.slice(index + 1);

beforeAll(async () => {
  const [started, clip] = await Promise.all([startTestServer(), makeTinyClip()]);
  server = started;
  const film = await prepareFilm(server, { id: 'secret-film', clip, access: 'protected', isEncrypted: true });
  await prepareFilm(server, { id: 'other-film', clip, access: 'protected', isEncrypted: false });
  const { kid } = (film.results as { artifacts: { transcode: { encryption: { kid: string } } } }).artifacts.transcode
    .encryption;
  good = (await server.client.issuePlaybackToken({ asset_id: 'secret-film' })).token;
  foreign = (await server.client.issuePlaybackToken({ asset_id: 'other-film' })).token;
  objects = await everyObject(server, 'secret-film', kid);
});
afterAll(() => server.stop());

const get = (target: string, headers: Record<string, string> = {}) => rawRequest(server.url, target, { headers });
const withQuery = (path: string, token: string): string => `${path}?et=${encodeURIComponent(token)}`;
const withPath = (path: string, token: string): string => `/_t/${encodeBase64url(encodeUtf8(token))}${path}`;

/** A token of another issuer that says everything right. */
function forged(): string {
  const pattern = parsePathPattern('/v/secret-film/*');
  const keyId = /~kid=([^~]*)/.exec(good)?.[1] ?? '';
  const key = macKeyRecord('edge-hmac', keyId, new MacKey(new Uint8Array(32).fill(7)));
  if (pattern === null || !(key.verifyKey instanceof MacKey)) throw new Error('the pattern and the key are fine');
  const record = { ...key, verifyKey: key.verifyKey };
  return issueEdgeToken(nodeCrypto(), record, {
    notBeforeSeconds: null,
    expiresAtSeconds: 4_102_444_800,
    patterns: [pattern],
    tokenId: 'tk_forged',
    assetId: 'secret-film',
    subject: null,
    bindings: unbound,
    renewableUntilSeconds: null,
  });
}

async function expired(): Promise<string> {
  const { token } = await server.client.issuePlaybackToken({
    asset_id: 'secret-film',
    ttl: 1,
    renewable: false,
    allow_short: true,
  });
  await new Promise((resolve) => setTimeout(resolve, 1100));
  return token;
}

/** No byte of the object may be in a refusal: it is a short JSON text. */
function expectRefusal(answer: Awaited<ReturnType<typeof get>>, target: string, codes: readonly string[]): void {
  expect(answer.status, target).toBe(403);
  expect(answer.headers['content-type'], target).toBe('application/json');
  const body = JSON.parse(answer.body.toString()) as { error?: { code: string }; message?: string };
  if (target.includes('/stream/')) expect(body).toEqual({ message: 'Forbidden' });
  else {
    expect(codes, target).toContain(body.error?.code);
    expect(answer.headers['x-edge-deny']).toBe(body.error?.code);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['access-control-allow-origin']).toBe('*');
  }
}

describe('every object of a protected film', () => {
  it('is one of playlists, inits, segments, key, cover, preview and manifest', () => {
    for (const kind of [
      'master.m3u8',
      'playlist.m3u8',
      'init.mp4',
      'seg_1.m4s',
      '.key',
      'cover.jpg',
      'preview.webp',
      'manifest.mpd',
    ]) {
      expect(
        objects.some((path) => path.endsWith(kind)),
        kind,
      ).toBe(true);
    }
    expect(objects.length).toBeGreaterThan(20);
  });

  it('is given for a valid token, in query, path, header and cookie', async () => {
    for (const path of objects) {
      const answers = await Promise.all([
        get(withQuery(path, good)),
        get(withPath(path, good)),
        get(path, { 'edge-token': good }),
        get(path, { cookie: `a=b; edge_token=${good}` }),
      ]);
      for (const { status, body } of answers) {
        expect(status, path).toBe(200);
        expect(body.byteLength, path).toBeGreaterThan(0);
      }
    }
  });

  it('is refused without a token', async () => {
    for (const path of objects) expectRefusal(await get(path), path, ['token_missing']);
  });

  it('is refused for an API key, and for a key token', async () => {
    for (const path of objects) {
      expectRefusal(await get(path, { 'x-api-key': server.config.API_KEY }), path, ['token_missing']);
      expectRefusal(await get(withQuery(path, server.config.API_KEY)), path, ['token_malformed']);
    }
  });

  it('is refused for an expired token', async () => {
    const token = await expired();
    for (const path of objects) expectRefusal(await get(withQuery(path, token)), path, ['token_expired']);
  });

  it('is refused for the token of another film', async () => {
    for (const path of objects) {
      expectRefusal(await get(withQuery(path, foreign)), path, ['asset_mismatch']);
      expectRefusal(await get(withPath(path, foreign)), path, ['asset_mismatch']);
    }
  });

  it('is refused for a tampered or forged token', async () => {
    const tampered = [
      flip(good, good.length - 10),
      good.replace(/~exp=\d/, '~exp=9'),
      foreign.replaceAll('other-film', 'secret-film'),
      good.replace(isMac, foreign.match(isMac)?.[0] ?? ''),
      forged(),
    ];
    for (const path of objects) {
      for (const token of tampered) expectRefusal(await get(withQuery(path, token)), path, ['token_invalid']);
      expectRefusal(await get(withQuery(path, `${good}~x=1`)), path, ['token_malformed']);
    }
  });

  it('is refused for a token that comes twice', async () => {
    const [path = ''] = objects;
    expectRefusal(await get(`${withQuery(path, good)}&et=x`), path, ['token_malformed']);
  });

  it('answers HEAD with the same status and no body', async () => {
    for (const path of objects) {
      const [refused, given] = await Promise.all([
        rawRequest(server.url, path, { method: 'HEAD' }),
        rawRequest(server.url, withQuery(path, good), { method: 'HEAD' }),
      ]);
      expect([refused.status, refused.body.byteLength], path).toEqual([403, 0]);
      expect([given.status, given.body.byteLength], path).toEqual([200, 0]);
      expect(Number(given.headers['content-length']), path).toBeGreaterThan(0);
    }
  });
});

describe('a path of a protected film', () => {
  it.each([
    '/v/other-film/../secret-film/master.m3u8',
    '/v/other-film/%2e%2e/secret-film/master.m3u8',
    '/v/other-film%2F..%2Fsecret-film/master.m3u8',
    '/v/other-film//master.m3u8',
    '/v/other-film/a%00b',
    '/v/other-film/%zz',
    '/v/other-film/%ff',
    '/v/other-film/a%5cb',
  ])('that is %s is not well formed', async (path) => {
    const answer = await get(withQuery(path, foreign));
    expect([answer.status, answer.headers['x-edge-deny']]).toEqual([400, 'bad_path']);
  });

  it('tells that nothing is there only to those who may look', async () => {
    expect((await get(withQuery('/v/secret-film/none.m4s', good))).status).toBe(404);
    expect((await get('/v/secret-film/none.m4s')).status).toBe(403);
    expect((await get('/v/no-such-film/master.m3u8')).status).toBe(403);
  });
});

describe('CORS', () => {
  it('answers a preflight without a token and without a word about the asset', async () => {
    for (const path of [
      '/v/secret-film/master.m3u8',
      '/v/no-such-film/x',
      '/k/secret-film/0.key',
      '/_t/x/v/secret-film/a',
    ]) {
      const answer = await rawRequest(server.url, path, {
        method: 'OPTIONS',
        headers: {
          origin: 'https://app.example',
          'access-control-request-method': 'GET',
          'access-control-request-headers': 'edge-token',
        },
      });
      expect([answer.status, answer.body.byteLength]).toEqual([204, 0]);
      expect(answer.headers).toMatchObject({
        allow: 'GET, HEAD, OPTIONS',
        'access-control-allow-origin': 'https://app.example',
        'access-control-allow-credentials': 'true',
        vary: 'Origin',
        'access-control-allow-methods': 'GET, HEAD, OPTIONS',
        'access-control-allow-headers': expect.stringContaining('Edge-Token'),
      });
    }
  });

  it('refuses other methods with the list of those that exist', async () => {
    const answer = await rawRequest(server.url, '/v/secret-film/master.m3u8', { method: 'DELETE' });
    expect([answer.status, answer.headers.allow, answer.headers['x-edge-deny']]).toEqual([
      405,
      'GET, HEAD, OPTIONS',
      'method_not_allowed',
    ]);
  });
});

describe('a token bound to its circumstances', () => {
  const issue = async (bind: object) =>
    (await server.client.issuePlaybackToken({ asset_id: 'secret-film', bind })).token;
  const master = '/v/secret-film/master.m3u8';

  it('is refused elsewhere', async () => {
    const address = await issue({ ip: ['203.0.113.0/24'] });
    expect((await get(withQuery(master, address))).headers['x-edge-deny']).toBe('ip_mismatch');
    const site = await issue({ domains: ['app.example'] });
    expect((await get(withQuery(master, site))).headers['x-edge-deny']).toBe('domain_mismatch');
    const agent = await issue({ user_agent: 'TV/1' });
    expect((await get(withQuery(master, agent))).headers['x-edge-deny']).toBe('ua_mismatch');
  });

  it('is accepted where it belongs, and its children are bound as well', async () => {
    const token = await issue({ ip: ['127.0.0.1/32', '::1/128'], domains: ['app.example'], user_agent: 'TV/1' });
    const headers = { origin: 'https://app.example', 'user-agent': 'TV/1' };
    const answer = await get(withQuery(master, token), headers);
    expect(answer.status).toBe(200);
    const child = /^video\/\S+$/m.exec(answer.body.toString())?.[0] ?? '';
    expect((await get(`/v/secret-film/${child}`, headers)).status).toBe(200);
    expect((await get(`/v/secret-film/${child}`)).status).toBe(403);
  });
});
