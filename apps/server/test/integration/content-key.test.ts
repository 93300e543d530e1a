import { encodeBase64url, MacKey, signKeyToken } from '@sluice/access';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../src/adapters/crypto/node.ts';
import { prepareFilm } from '../fixtures/prepare-film.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';
import { makeTinyClip } from '../fixtures/tiny-clip.ts';

let server: TestServer;
let kid: string;

beforeAll(async () => {
  const [started, clip] = await Promise.all([startTestServer(), makeTinyClip(1)]);
  server = started;
  const film = await prepareFilm(server, { id: 'locked', clip, access: 'public', isEncrypted: true });
  kid = (film.results as { artifacts: { transcode: { encryption: { kid: string } } } }).artifacts.transcode.encryption
    .kid;
  await prepareFilm(server, { id: 'clear', clip, access: 'public', isEncrypted: false });
});
afterAll(() => server.stop());

const later = (): number => Math.floor(Date.now() / 1000) + 600;
const bearer = (hash: string, expSeconds = later()): Record<string, string> => {
  const key = MacKey.fromText(server.config.KEY_TOKEN_SECRET);
  return { authorization: `Bearer ${signKeyToken(nodeCrypto(), key, { hash, expSeconds })}` };
};
const get = (target: string, headers: Record<string, string> = {}, method = 'GET') =>
  rawRequest(server.url, target, { headers, method });
const licence = (headers: Record<string, string>, body: string) =>
  rawRequest(server.url, '/api/key/locked', { method: 'POST', headers, body });
const askFor = (hexKid: string): string =>
  JSON.stringify({ kids: [encodeBase64url(Buffer.from(hexKid, 'hex'))], type: 'temporary' });

describe('GET /api/key/{hash}', () => {
  it('gives the 16 bytes for a good token, and nothing may keep them', async () => {
    const answer = await get('/api/key/locked', bearer('locked'));
    expect([answer.status, answer.body.byteLength]).toEqual([200, 16]);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'cache-control': 'no-store',
      'access-control-allow-origin': '*',
    });
  });

  it.each<[string, () => Record<string, string>, number, string]>([
    ['no header', () => ({}), 401, 'Unauthorized'],
    ['another scheme', () => ({ authorization: 'Basic abc' }), 401, 'Unauthorized'],
    [
      'a scheme in lower case',
      () => ({ authorization: bearer('locked').authorization?.replace('Bearer', 'bearer') ?? '' }),
      401,
      'Unauthorized',
    ],
    ['an empty token', () => ({ authorization: 'Bearer ' }), 401, 'Unauthorized'],
    ['an API key', () => ({ 'x-api-key': server.config.API_KEY }), 401, 'Unauthorized'],
    ['nonsense', () => ({ authorization: 'Bearer nonsense' }), 403, 'Forbidden'],
    ['padding', () => ({ authorization: `${bearer('locked').authorization}=` }), 403, 'Forbidden'],
    ['an expired token', () => bearer('locked', 1_700_000_000), 403, 'Forbidden'],
    ['another film’s token', () => bearer('clear'), 403, 'Forbidden'],
    [
      'a token of a foreign signer',
      () => ({ authorization: bearer('locked').authorization?.replace(/.$/, (c) => (c === 'A' ? 'E' : 'A')) ?? '' }),
      403,
      'Forbidden',
    ],
  ])('refuses %s', async (_name, headers, status, body) => {
    const answer = await get('/api/key/locked', headers());
    expect([answer.status, answer.body.toString()]).toEqual([status, body]);
    expect(answer.headers['content-type']).toBe('text/plain; charset=UTF-8');
    expect(answer.headers['access-control-allow-origin']).toBe('*');
  });

  it.each(['clear', 'no-such-film'])('has no key for %s', async (id) => {
    const answer = await get(`/api/key/${id}`, bearer(id));
    expect([answer.status, answer.body.toString()]).toEqual([404, 'Not Found']);
  });

  it('refuses a playback token in place of a key token', async () => {
    const { token } = await server.client.issuePlaybackToken({ asset_id: 'locked' });
    expect((await get('/api/key/locked', { authorization: `Bearer ${token}` })).status).toBe(403);
    expect((await get(`/api/key/locked?et=${encodeURIComponent(token)}`)).status).toBe(401);
  });

  it('answers a preflight that asks for Authorization', async () => {
    const answer = await get(
      '/api/key/locked',
      { origin: 'https://a.example', 'access-control-request-method': 'GET' },
      'OPTIONS',
    );
    expect(answer.status).toBe(204);
    expect(answer.headers['access-control-allow-headers']).toContain('Authorization');
    expect(answer.headers['access-control-allow-methods']).toContain('POST');
  });
});

describe('POST /api/key/{hash}', () => {
  it('gives the same key as a ClearKey licence', async () => {
    const raw = (await get('/api/key/locked', bearer('locked'))).body;
    const answer = await licence(bearer('locked'), askFor(kid));
    expect([answer.status, answer.headers['cache-control']]).toEqual([200, 'no-store']);
    expect(JSON.parse(answer.body.toString())).toEqual({
      keys: [{ kty: 'oct', kid: encodeBase64url(Buffer.from(kid, 'hex')), k: encodeBase64url(raw) }],
      type: 'temporary',
    });
  });

  it('refuses what is not a licence request, other keys, and other tokens', async () => {
    expect((await licence(bearer('locked'), '{}')).status).toBe(400);
    expect((await licence(bearer('locked'), askFor('00'.repeat(16)))).status).toBe(404);
    expect((await licence(bearer('clear'), askFor(kid))).status).toBe(403);
    expect((await licence({}, askFor(kid))).status).toBe(401);
  });
});

describe('/k/{aid}/{kid}.key', () => {
  it('asks for a credential even where the film is public', async () => {
    expect((await get(`/k/locked/${kid}.key`)).headers['x-edge-deny']).toBe('token_missing');
  });

  it('gives the key to a token whose paths cover it, and to no other', async () => {
    const { token } = await server.client.issuePlaybackToken({ asset_id: 'locked' });
    const answer = await get(`/k/locked/${kid}.key`, { 'edge-token': token });
    expect([answer.status, answer.body.byteLength, answer.headers['cache-control']]).toEqual([200, 16, 'no-store']);
    // Only a film that has no key takes a token that leaves keys out.
    const narrow = await server.client.issuePlaybackToken({ asset_id: 'clear', paths: ['/v/clear/*'] });
    const denyOf = async (path: string) => (await get(path, { 'edge-token': narrow.token })).headers['x-edge-deny'];
    expect(await denyOf(`/k/clear/${kid}.key`)).toBe('acl_mismatch');
    expect(await denyOf(`/k/locked/${kid}.key`)).toBe('asset_mismatch');
    expect((await get(`/k/locked/${'0'.repeat(32)}.key`, { 'edge-token': token })).status).toBe(404);
    expect((await get('/k/locked/master.m3u8', { 'edge-token': token })).status).toBe(404);
  });
});

it('lets 120 requests a minute through for one token, and counts the others apart', async () => {
  const headers = { authorization: 'Bearer one-and-the-same' };
  const statuses = new Set<number>();
  let limited = await get('/api/key/locked', headers);
  for (let call = 0; call < 250 && limited.status !== 429; call++) {
    statuses.add(limited.status);
    limited = await get('/api/key/locked', headers);
  }
  expect([...statuses]).toEqual([403]);
  expect([limited.status, limited.body.toString(), limited.headers['retry-after']]).toEqual([
    429,
    'Too Many Requests',
    '60',
  ]);
  expect((await get('/api/key/locked', bearer('locked'))).status).toBe(200);
});
