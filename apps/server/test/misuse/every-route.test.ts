import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Permission, type RouteId, routeList } from '@sluice/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountHeaders } from '../fixtures/bootstrap-storage.ts';
import { alice, bootstrapUsers } from '../fixtures/bootstrap-users.ts';
import { type RawAnswer, rawRequest } from '../fixtures/raw-request.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';
import { own, videoTokenEntries } from '../fixtures/video-tokens.ts';

let file: Awaited<ReturnType<typeof bootstrapUsers>>;
let server: TestServer;
let account: Record<string, string>;
beforeAll(async () => {
  file = await bootstrapUsers({}, { accessTokens: videoTokenEntries });
  server = await startTestServer({ MODE: 'api,edge', PUBLIC_RATE_LIMIT: '0', ...file.environment });
  account = accountHeaders(await server.client.createAccount({ name: 'misused', provider: 'source' }));
});
afterAll(async () => {
  await server.stop();
  await file.remove();
});

type Row = (typeof routeList)[number];

const fill = (path: string, value: string): string => path.replace(/\{\w+\+?\}/g, value);
const withParameters = routeList.filter(({ path }) => path.includes('{'));
const withBodies = routeList.filter(({ body }) => body?.contentType === 'application/json');
const authorizations: Readonly<Record<string, string>> = { user: alice.key, 'access-token': own.basic };
const key = ({ permission }: Row): Record<string, string> => ({
  'x-api-key': server.config.API_KEY,
  ...(permission === 'account' ? { ...account, 'x-kerberos-storage-provider': 'source' } : {}),
  authorization: authorizations[permission] ?? `Bearer ${server.config.EDGE_SECRET}`,
});
/** The video API takes a body with nothing that it knows for one with nothing in it (Mux contract §4.3). */
const isNothing = ({ permission }: Row, body: string | Uint8Array): boolean =>
  permission === 'access-token' && (body === '' || /^\{.*\}$/.test(String(body)));

/** Segments that have opened doors elsewhere: traversal, escapes of escapes, control characters, other encodings, length. */
const wickedSegments = [
  '..',
  '.',
  '%2e%2e',
  '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
  '..%2f..%2fsecrets.json',
  '%252e%252e%252f',
  '..%5c..%5csecrets.json',
  '%00',
  'a%00.m4s',
  '%0d%0aSet-Cookie:%20a=b',
  '%ff%fe',
  '%c0%ae%c0%ae',
  '%u002e',
  '%',
  '%zz',
  "'%20or%201=1--",
  '%24%7b7*7%7d',
  '__proto__',
  'constructor',
  'a'.repeat(5000),
  '😀',
];

const wickedBodies: readonly (readonly [string, string | Uint8Array])[] = [
  ['nothing', ''],
  ['half a text', '{"type":'],
  ['an array', '[]'],
  ['a number', '1'],
  ['null', 'null'],
  ['bytes that are no UTF-8', Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d)],
  ['a prototype', '{"__proto__":{"isAdmin":true}}'],
  ['a deep nest', '['.repeat(20_000) + ']'.repeat(20_000)],
  ['wrong types everywhere', '{"type":1,"hash":{},"source":[],"asset_id":{},"access":[],"kids":{}}'],
  [
    'a field twice',
    '{"access":"public","access":1,"asset_id":"a","asset_id":2,"kids":[],"kids":1,"type":"x","type":2}',
  ],
  ['a huge number', '{"type":"video:cover","hash":"h","source":"s","options":{"timestamp_sec":1e999}}'],
];

const encoded = (text: string): string => text.replace(/[^\x21-\x7e]/gu, (character) => encodeURIComponent(character));

/** A refusal never says where things lie, what failed inside, or what was configured. */
function expectDecency(answer: RawAnswer, what: string): void {
  const text = answer.body.toString('latin1');
  expect(answer.status, what).toBeLessThan(500);
  expect(text, what).not.toMatch(/node_modules|\.ts:\d+|\/tmp\/|SELECT |\bECONN|postgres/i);
  expect(text, what).not.toContain(server.config.API_KEY);
  expect(answer.headers['set-cookie'], what).toBeUndefined();
  expect(answer.headers['x-request-id'], what).toBeDefined();
}

describe.each(withParameters.map((route): [RouteId, Row] => [route.id, route]))('%s', (_id, route) => {
  it('answers wicked path segments with a refusal', async () => {
    for (const segment of wickedSegments) {
      const target = fill(route.path, encoded(segment));
      for (const headers of [{}, key(route)]) {
        const answer = await rawRequest(server.url, target, {
          method: route.method,
          headers,
          ...(route.body ? { body: '{}' } : {}),
        });
        expectDecency(answer, `${route.method} ${target.slice(0, 100)}`);
        // Object keys are opaque: any that is no traversal is a key like any other.
        const isSource = route.id === 'putSource' || route.id === 'getSource';
        const isRefusal = answer.status >= 400;
        const isSafeId = /^[\w.:-]{1,128}$/.test(segment) && !/^\.\.?$/.test(segment);
        expect(isRefusal || isSafeId || isSource, `${answer.status} ${target.slice(0, 100)}`).toBe(true);
      }
    }
  });

  it('answers credentials in the wrong form or twice with a refusal', async () => {
    const target = fill(route.path, 'film.m4s');
    const wicked: Record<string, string | readonly string[]>[] = [
      { 'edge-token': 'v=1~' },
      { 'edge-token': ['v=1~kid=a', 'v=1~kid=b'] },
      { 'edge-token': 'x'.repeat(10_000) },
      { cookie: 'edge_token=a; edge_token=b' },
      { authorization: 'Bearer x.y.z' },
      { authorization: `Bearer ${'a'.repeat(8000)}` },
      { 'x-api-key': ['a', 'b'] },
      { range: 'bytes=9999999999999999999999-' },
      { 'if-none-match': '"'.repeat(5000) },
    ];
    for (const headers of wicked) {
      const answer = await rawRequest(server.url, target, {
        method: route.method,
        headers,
        ...(route.body ? { body: '{}' } : {}),
      });
      expectDecency(answer, `${target} ${Object.keys(headers).join()}`);
      if (route.permission !== 'open') expect(answer.status).toBeGreaterThanOrEqual(400);
    }
    for (const query of ['?et=a&et=b', '?et=%', `?et=${'a'.repeat(9000)}`, '?et']) {
      expectDecency(
        await rawRequest(server.url, target + query, { method: route.method }),
        target + query.slice(0, 20),
      );
    }
  });
});

describe.each(withBodies.map((route): [RouteId, Row] => [route.id, route]))('%s', (_id, route) => {
  it.each(wickedBodies)('refuses %s as its body', async (_name, body) => {
    const answer = await rawRequest(server.url, fill(route.path, 'film'), {
      method: route.method,
      headers: key(route),
      body,
    });
    expectDecency(answer, route.id);
    // Kerberos Vault contract §4.2: an order of nothing is one.
    const isLegal = route.id === 'signStorageUrls' && body === '[]';
    if (!isLegal && !isNothing(route, body)) expect(answer.status).toBeGreaterThanOrEqual(400);
  });

  it('refuses a body of two megabytes without reading it all', async () => {
    const answer = await rawRequest(server.url, fill(route.path, 'film'), {
      method: route.method,
      headers: key(route),
      body: Buffer.alloc(2_000_000, 0x20),
    }).catch((error: NodeJS.ErrnoException) => error.code);
    const refusals = (route.body?.maxBytes ?? 0) > 2_000_000 ? [400] : [];
    // The connection may be gone before the answer is read.
    expect(typeof answer === 'object' ? answer.status : answer).toSatisfy((seen: unknown) =>
      [...refusals, 413, 429, 'EPIPE', 'ECONNRESET'].includes(seen as string),
    );
  });
});

/** Where the address itself is the credential: one that opens nothing, and one that is none. */
const statusOfNothing: { readonly [P in Permission]?: number } = { share: 404, 'playback-id': 400 };

describe('every management route', () => {
  it('refuses a caller without the key, or an edge without its secret, before it looks at anything else', async () => {
    for (const route of routeList.filter(({ room }) => room === 'api')) {
      for (const headers of [
        {},
        { 'x-api-key': '' },
        { 'x-api-key': 'wrong' },
        { authorization: `Bearer ${server.config.API_KEY}` },
      ]) {
        const answer = await rawRequest(server.url, fill(route.path, '%zz'), { method: route.method, headers });
        // Kerberos Vault contract §3: of an account, missing header fields are told first.
        const isOfAccounts =
          route.permission === 'account' || (route.permission === 'upload' && headers.authorization === undefined);
        expect(answer.status, route.id).toBe(isOfAccounts ? 400 : (statusOfNothing[route.permission] ?? 401));
      }
    }
  });
});

it('still serves after all that, and has written nothing but objects', async () => {
  const before = ['postgres', 'postgres-lib', 'postgres-socket', 'postgres.lock', 'postgres.log', 'secrets.json'];
  const known = new Set([...before, 'postgres-init', 'source', 'media', 'scratch', 'uploads']);
  expect((await readdir(server.config.DATA_DIR)).filter((name) => !known.has(name))).toEqual([]);
  expect(JSON.parse(await readFile(join(server.config.DATA_DIR, 'secrets.json'), 'utf8'))).toHaveProperty('API_KEY');
  expect((await rawRequest(server.url, '/readyz')).body.toString()).toBe('OK');
});
