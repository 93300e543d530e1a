import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type EdgeTokenOrder,
  encodeBase64url,
  encodeUtf8,
  issueEdgeToken,
  type KeyClass,
  MacKey,
  macKeyRecord,
  parsePathPattern,
  signKeyToken,
  signOriginalUrl,
  signWebhook,
  unbound,
} from '@sluice/access';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../src/adapters/crypto/node.ts';
import { assetFolderOf, storedPaths } from '../fixtures/every-object.ts';
import { type ProtectedFilm, startWithProtectedFilm } from '../fixtures/protected-film.ts';
import { rawExchange } from '../fixtures/raw-exchange.ts';
import { type RawAnswer, type RawRequest, rawRequest } from '../fixtures/raw-request.ts';
import { mutateText } from './fuzz/mutate-text.ts';
import { createRandom } from './fuzz/random.ts';

const id = 'prize';
const crypto = nodeCrypto();
let film: ProtectedFilm;
let segment: string;
let master: string;
/** A piece of every stored object: none may ever be in an answer to an attack. */
let pieces: readonly string[];

beforeAll(async () => {
  film = await startWithProtectedFilm(id);
  const folder = assetFolderOf(film.server, id);
  const paths = await storedPaths(film.server, id);
  const stored = await Promise.all(paths.map((path) => readFile(join(folder, path))));
  pieces = stored.map((bytes) => bytes.subarray(0, 48).toString('latin1'));
  segment = film.objects.find((path) => path.startsWith('/v/') && path.endsWith('seg_1.m4s')) ?? '';
  master = `/v/${id}/master.m3u8`;
  // The neighbours of the film by name: they exist, and are nobody's business either.
  for (const neighbour of [`${id}2`, `${id}.hidden`, id.slice(0, -1)]) {
    await film.server.client.setAssetAccess(neighbour, 'protected');
  }
});
afterAll(() => film.server.stop());

const ask = (target: string, request: RawRequest = {}): Promise<RawAnswer> =>
  rawRequest(film.server.url, target, request);
const withQuery = (path: string, token: string): string => `${path}?et=${encodeURIComponent(token)}`;
const withPath = (path: string, token: string): string => `/_t/${encodeBase64url(encodeUtf8(token))}${path}`;
const holdsMedia = (text: string): boolean => pieces.some((piece) => text.includes(piece));

/** Refused as edge access §9 says: a status of ours, a code where the answer has one, no caching, no bytes. */
function expectRefusal(answer: RawAnswer, what: string, codes?: readonly string[]): void {
  expect(answer.status, what).toSatisfy((status: number) => [400, 403, 404, 405, 414, 431].includes(status));
  expect(holdsMedia(answer.body.toString('latin1')), what).toBe(false);
  if (codes !== undefined) expect(codes, what).toContain(answer.headers['x-edge-deny']);
  if (answer.status === 403) expect(answer.headers['cache-control'], what).toBe('no-store');
}

/** A token that says everything right, under a key of our making. */
function forge(keyClass: KeyClass, secret: Uint8Array, change: Partial<EdgeTokenOrder> = {}): string {
  const pattern = parsePathPattern(`/v/${id}/*`);
  const kid = /~kid=([^~]*)/.exec(film.token)?.[1] ?? '';
  if (pattern === null) throw new Error('the pattern is fine');
  return issueEdgeToken(crypto, macKeyRecord(keyClass, kid, new MacKey(secret)), {
    notBeforeSeconds: null,
    expiresAtSeconds: 4_102_444_800,
    patterns: [pattern],
    tokenId: 'tk_forged',
    assetId: id,
    subject: null,
    bindings: unbound,
    renewableUntilSeconds: null,
    ...change,
  });
}

it('the door under attack opens to the valid token', async () => {
  for (const target of [withQuery(segment, film.token), withPath(segment, film.token)]) {
    const answer = await ask(target);
    expect([answer.status, holdsMedia(answer.body.toString('latin1'))]).toEqual([200, true]);
  }
});

describe('a token that is forged', () => {
  it('under a guessed or a known foreign secret', async () => {
    const { config } = film.server;
    const secrets = [
      new Uint8Array(32),
      new Uint8Array(32).fill(255),
      encodeUtf8('secret'),
      ...[config.API_KEY, config.HMAC_SECRET, config.KEY_TOKEN_SECRET, config.WEBHOOK_SECRET].flatMap((text) => [
        encodeUtf8(text),
        Buffer.from(text, 'hex'),
      ]),
      Buffer.from(config.ENCRYPTION_KEY, 'hex'),
    ];
    for (const secret of secrets) {
      expectRefusal(await ask(withQuery(segment, forge('edge-hmac', secret))), 'forged', ['token_invalid']);
    }
  });

  it('as a JWT without signature, or with an algorithm of its own choice', async () => {
    const part = (value: object): string => encodeBase64url(encodeUtf8(JSON.stringify(value)));
    const claims = part({ iss: film.server.url, sub: 'a', aud: id, iat: 1, exp: 4_102_444_800, jti: 'a' });
    const kid = /~kid=([^~]*)/.exec(film.token)?.[1] ?? '';
    const headers = [
      { alg: 'none', typ: 'edge+jwt', kid },
      { alg: 'NONE', typ: 'edge+jwt', kid },
      { alg: 'HS256', typ: 'edge+jwt', kid },
      { alg: 'HS256', typ: 'edge+jwt', kid: '../../dev/null' },
      { alg: 'HS256', typ: 'JWT', kid },
      { alg: 'RS256', typ: 'edge+jwt', kid, jwk: { kty: 'oct', k: 'AAAA' } },
      { alg: 'RS256', typ: 'edge+jwt', kid, jku: 'http://127.0.0.1/keys' },
      { alg: 'HS256', typ: 'edge+jwt', kid, crit: ['exp'] },
    ];
    for (const header of headers) {
      for (const signature of ['', 'AA', encodeBase64url(new Uint8Array(32))]) {
        const token = `${part(header)}.${claims}.${signature}`;
        expectRefusal(await ask(withQuery(segment, token)), token, ['token_malformed', 'token_invalid']);
      }
    }
  });

  it('by a change anywhere: hundreds of mutations over HTTP, in every carrier', async () => {
    const random = createRandom(7);
    for (let index = 0; index < 400; index++) {
      const text = mutateText(film.token, random).slice(0, 3000).toWellFormed();
      const header = text.replace(/[^\x20-\x7e]/g, 'x').trim();
      const answers = await Promise.all([
        ask(withQuery(segment, text)),
        ask(withPath(segment, text)),
        ...(header === film.token ? [] : [ask(segment, { headers: { 'edge-token': header } })]),
      ]);
      for (const answer of answers) expectRefusal(answer, text);
    }
  });
});

it('a token that ended a second ago opens nothing, and did a moment before', async () => {
  const order = { asset_id: id, ttl: 2, renewable: false, allow_short: true };
  const { token, expires_at: end } = await film.server.client.issuePlaybackToken(order);
  const secondsNow = (): number => Math.floor(Date.now() / 1000);
  expect((await ask(withQuery(segment, token))).status).toBe(200);
  while (secondsNow() < end) {
    const answer = await ask(withQuery(segment, token));
    if (secondsNow() < end) expect(answer.status).toBe(200);
  }
  for (const path of film.objects.filter((object) => !object.startsWith('/stream/'))) {
    expectRefusal(await ask(withQuery(path, token)), path, ['token_expired']);
    expectRefusal(await ask(withPath(path, token)), path, ['token_expired']);
  }
  // An ended token is rescued by a good one in a later carrier, and by nothing else (edge access §7).
  expect((await ask(withQuery(segment, token), { headers: { 'edge-token': film.token } })).status).toBe(200);
  expectRefusal(await ask(withQuery(segment, token), { headers: { 'edge-token': token } }), 'ended twice', [
    'token_expired',
  ]);
});

describe('a path beside the one that the token opens', () => {
  it.each([
    `/v/${id}2/master.m3u8`,
    `/v/${id}.hidden/master.m3u8`,
    `/v/${id.slice(0, -1)}/master.m3u8`,
    `/v/${id.toUpperCase()}/master.m3u8`,
    `/k/${id}2/00.key`,
    `/stream/${id}2/master.m3u8`,
  ])('%s is another asset', async (path) => {
    expectRefusal(await ask(withQuery(path, film.token)), path);
    expectRefusal(await ask(withPath(path, film.token)), path);
  });

  it.each([
    ['doubly escaped', `/v/${id}/%256daster.m3u8`],
    ['doubly escaped dots', `/v/${id}/%252e%252e/${id}/master.m3u8`],
    ['escaped slash', `/v/${id}%2fmaster.m3u8`],
    ['doubly escaped slash', `/v/${id}%252fmaster.m3u8`],
    ['dots', `/v/${id}2/../${id}/master.m3u8`],
    ['escaped dots', `/v/${id}2/%2e%2e/${id}/master.m3u8`],
    ['dot', `/v/${id}/./master.m3u8`],
    ['empty segment', `/v/${id}//master.m3u8`],
    ['empty segment first', `//v/${id}/master.m3u8`],
    ['backslash', `/v/${id}\\master.m3u8`],
    ['escaped backslash', `/v/${id}%5cmaster.m3u8`],
    ['NUL', `/v/${id}/master.m3u8%00.jpg`],
    ['line break', `/v/${id}/master.m3u8%0d%0aX-Injected:%20a`],
    ['overlong UTF-8', `/v/${id}/%c0%ae%c0%ae/master.m3u8`],
    ['path parameter', `/v/${id};/master.m3u8`],
    ['trailing slash', `/v/${id}/master.m3u8/`],
    ['token prefix inside', `/v/${id}/_t/x/master.m3u8`],
    ['long', `/v/${id}/${'a/'.repeat(600)}master.m3u8`],
    ['out of the media folder', `/v/${id}/../../../../secrets.json`],
    ['escaped area', `/%76/${id}/master.m3u8`],
  ])('%s', async (_name, path) => {
    for (const target of [path, withQuery(path, film.token), withPath(path, film.token)]) {
      const answer = await ask(target);
      expectRefusal(answer, target);
      expect(answer.headers['x-injected']).toBeUndefined();
    }
  });

  it('a token in the path twice, or of no bytes, is refused', async () => {
    const prefix = withPath('', film.token);
    for (const target of [
      `${prefix}${prefix}${master}`,
      `/_t/${master}`,
      `/_t//${master}`,
      `${prefix}/_t/x${master}`,
    ]) {
      expectRefusal(await ask(target), target);
    }
  });
});

describe('a credential of another purpose', () => {
  it('opens no media', async () => {
    const { config } = film.server;
    const delivery = new MacKey(encodeUtf8(config.HMAC_SECRET));
    const others = [
      config.API_KEY,
      signKeyToken(crypto, MacKey.fromText(config.KEY_TOKEN_SECRET), { hash: id, expSeconds: 4_102_444_800 }),
      signWebhook(crypto, MacKey.fromText(config.WEBHOOK_SECRET), '{}'),
      signOriginalUrl(crypto, delivery, 'prize').slice('/original/'.length),
    ];
    for (const credential of others) {
      expectRefusal(await ask(withQuery(segment, credential)), credential, ['token_malformed']);
      for (const name of ['edge-token', 'authorization', 'x-api-key', 'x-signature']) {
        for (const value of [credential, `Bearer ${credential}`]) {
          expectRefusal(await ask(segment, { headers: { [name]: value } }), name, ['token_missing', 'token_malformed']);
        }
      }
    }
  });

  it('a playback token opens neither the management API nor the key route of another purpose', async () => {
    const management = await ask('/v1/playback/tokens', { method: 'POST', headers: { 'x-api-key': film.token } });
    expect(management.status).toBe(401);
    const key = await ask(`/api/key/${id}`, { headers: { authorization: `Bearer ${film.token}` } });
    expect([key.status, key.body.toString()]).toEqual([403, 'Forbidden']);
  });
});

describe('parameters', () => {
  const twice = (first: string, second: string): string =>
    `${segment}?et=${encodeURIComponent(first)}&et=${encodeURIComponent(second)}`;

  it('that come twice are refused, even when both are good', async () => {
    const token = encodeURIComponent(film.token);
    const targets = [
      twice(film.token, film.token),
      twice(film.token, 'x'),
      twice('x', film.token),
      `${segment}?et=${token}&%65t=${token}`,
      `${segment}?%65%74=x&et=${token}`,
      `${segment}?et&et=${token}`,
    ];
    for (const target of targets) expectRefusal(await ask(target), target.slice(0, 60), ['token_malformed']);
    const cookies = [`edge_token=${film.token}; edge_token=${film.token}`, `edge_token=x; edge_token=${film.token}`];
    for (const cookie of cookies)
      expectRefusal(await ask(segment, { headers: { cookie } }), cookie, ['token_malformed']);
    expectRefusal(await ask(segment, { headers: { 'edge-token': [film.token, film.token] } }), 'header twice', [
      'token_malformed',
    ]);
  });

  it('of other names and spellings are no credential', async () => {
    const token = encodeURIComponent(film.token);
    for (const name of ['ET', 'Et', 'et[]', '%20et', 'et%20', 'token', 'edge_token', 'et.x', 'a;et']) {
      expectRefusal(await ask(`${segment}?${name}=${token}`), name);
    }
    expectRefusal(await ask(`${segment};et=${token}`), 'path parameter');
    expectRefusal(await ask(`${segment}#?et=${token}`), 'fragment');
  });

  it('of great size are refused before they cost anything', async () => {
    const long = 'a'.repeat(7000);
    for (const target of [
      `${segment}?et=${long}`,
      `${segment}?et=v=1~${'~kid=a'.repeat(1000)}`,
      `${withQuery(segment, film.token)}${long}`,
      `/_t/${long}${segment}`,
      `${segment}?${'et=a&'.repeat(1400)}`,
      `${segment}?${'a&'.repeat(3000)}et=`,
    ]) {
      expectRefusal(await ask(target), target.slice(0, 60));
    }
    const huge = await ask(`${segment}?et=${'a'.repeat(20_000)}`).catch(() => null);
    if (huge !== null) expectRefusal(huge, 'a target over the limit of the parser');
  });

  it('a bad credential is not rescued by a good one behind it', async () => {
    const bad = film.token.replace(/.$/, (last) => (last === 'A' ? 'E' : 'A'));
    const answer = await ask(withQuery(segment, bad), { headers: { 'edge-token': film.token } });
    expectRefusal(answer, 'bad first', ['token_invalid']);
  });
});

describe('headers that other servers obey', () => {
  it('do not change method, path or address', async () => {
    for (const headers of [
      { 'x-original-url': withQuery(segment, film.token) },
      { 'x-rewrite-url': withQuery(segment, film.token) },
      { 'x-http-method-override': 'OPTIONS' },
      { 'x-original-method': 'OPTIONS' },
      { 'x-forwarded-prefix': '/watch' },
      { 'x-sluice-admitted': 'true' },
    ]) {
      expectRefusal(await ask(segment, { headers }), JSON.stringify(headers), ['token_missing']);
    }
    const bind = { ip: ['203.0.113.7/32'] };
    const { token } = await film.server.client.issuePlaybackToken({ asset_id: id, bind });
    for (const name of ['x-forwarded-for', 'x-real-ip', 'forwarded', 'true-client-ip', 'cf-connecting-ip']) {
      const headers = { [name]: name === 'forwarded' ? 'for=203.0.113.7' : '203.0.113.7' };
      expectRefusal(await ask(withQuery(segment, token), { headers }), name, ['ip_mismatch']);
    }
  });
});

describe('bytes on the wire', () => {
  const exchange = async (request: string): Promise<string> => {
    const text = await rawExchange(film.server.url, request);
    expect(holdsMedia(text), request.slice(0, 120)).toBe(false);
    return text;
  };
  const statuses = (text: string): string[] =>
    [...text.matchAll(/^HTTP\/1\.[01] (\d{3})/gm)].map(([, code]) => code ?? '');

  it.each([
    ['Content-Length and Transfer-Encoding', 'Content-Length: 6\r\nTransfer-Encoding: chunked'],
    ['two lengths', 'Content-Length: 5\r\nContent-Length: 60'],
    ['lengths in a list', 'Content-Length: 5, 60'],
    ['a length with a sign', 'Content-Length: +60'],
    ['a length in hex', 'Content-Length: 0x3c'],
    ['an unknown coding', 'Transfer-Encoding: xchunked'],
    ['chunked not last', 'Transfer-Encoding: chunked, identity'],
    ['white space before the colon', 'Transfer-Encoding : chunked'],
    ['a folded header', 'Transfer-Encoding:\r\n chunked'],
    ['a bare line feed', 'X-A: b\nTransfer-Encoding: chunked'],
    ['a bare carriage return', 'X-A: b\rEdge-Token: c'],
    ['NUL in a value', 'X-A: b\0c'],
  ])('%s: no second request comes out of the first', async (_name, headers) => {
    const hidden = `GET ${withQuery(segment, film.token)} HTTP/1.1\r\nHost: a\r\n\r\n`;
    for (const body of [`0\r\n\r\n${hidden}`, hidden]) {
      const text = await exchange(`POST /v1/playback/tokens HTTP/1.1\r\nHost: a\r\n${headers}\r\n\r\n${body}`);
      expect(statuses(text).filter((status) => status.startsWith('2'))).toEqual([]);
      const onMedia = await exchange(`GET ${segment} HTTP/1.1\r\nHost: a\r\n${headers}\r\n\r\n${body}`);
      expect(statuses(onMedia).filter((status) => status.startsWith('2'))).toEqual([]);
    }
  });

  it('a credential is not carried over to the next request of a connection', async () => {
    const head = `HEAD ${withQuery(segment, film.token)} HTTP/1.1\r\nHost: a\r\n\r\n`;
    const text = await exchange(`${head}GET ${segment} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    expect(statuses(text)).toEqual(['200', '403']);
  });

  it.each([
    ['absolute form', `GET http://127.0.0.1MASTER HTTP/1.1`],
    ['absolute form of another host', `GET http://evil.exampleMASTER HTTP/1.1`],
    ['absolute form with a user', `GET http://a:b@127.0.0.1MASTER HTTP/1.1`],
    ['another scheme', `GET file:///etc/passwd HTTP/1.1`],
    ['authority form', `CONNECT 127.0.0.1:80 HTTP/1.1`],
    ['asterisk form', `OPTIONS * HTTP/1.1`],
    ['no slash', `GET vMASTER HTTP/1.1`],
    ['lower-case method', `get MASTER HTTP/1.1`],
    ['unknown method', `SLUICE MASTER HTTP/1.1`],
    ['method with a tab', `GET\tMASTER HTTP/1.1`],
    ['TRACE', `TRACE MASTER HTTP/1.1`],
    ['a space in the target', `GET MASTER x HTTP/1.1`],
    ['another version', `GET MASTER HTTP/9.9`],
  ])('%s gives nothing away', async (_name, line) => {
    const request = line.replace('MASTER', withQuery(master, film.token));
    const text = await exchange(`${request}\r\nHost: a\r\nConnection: close\r\n\r\n`);
    expect(text).not.toContain('#EXTM3U');
    expect(statuses(text).filter((status) => status.startsWith('2'))).toEqual([]);
    // TRACE must not send the credential back.
    expect(text).not.toContain(film.token);
  });

  it.each([
    ['two spaces', `GET  MASTER HTTP/1.1`],
    ['HTTP/0.9', `GET MASTER`],
  ])('%s: what the parser lets through is decided like any other request', async (_name, line) => {
    const text = await exchange(`${line.replace('MASTER', master)}\r\nHost: a\r\nConnection: close\r\n\r\n`);
    expect(statuses(text)).toEqual(['403']);
  });

  it('goes on serving', async () => {
    expect((await ask(withQuery(segment, film.token))).status).toBe(200);
  });
});
