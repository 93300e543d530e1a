import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { routeList } from '@sluice/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/ports/database.ts';
import { alice, bob, bootstrapUsers } from '../fixtures/bootstrap-users.ts';
import { type ProtectedFilm, startWithProtectedFilm } from '../fixtures/protected-film.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import type { TestServer } from '../fixtures/start-server.ts';

const pair = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
const provider = pair();
const stranger = pair();
const issuer = 'https://clerk.example.com';
const now = Math.floor(Date.now() / 1000);

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const hmac = (input: string, secret: string): string => createHmac('sha256', secret).update(input).digest('base64url');
const rsa =
  (digest: string, key: string) =>
  (input: string): string =>
    sign(digest, Buffer.from(input), key).toString('base64url');

interface Writing {
  readonly alg?: string;
  readonly typ?: string;
  readonly claims?: object;
  readonly signWith?: (input: string) => string;
}

function jwt({ alg = 'RS256', typ = 'JWT', claims = {}, signWith = rsa('sha256', provider.privateKey) }: Writing = {}) {
  const payload = {
    iss: issuer,
    sub: 'user_alice',
    azp: 'https://app.example.com',
    exp: now + 600,
    iat: now - 60,
    ...claims,
  };
  const input = `${part({ alg, kid: 'ins_1', typ })}.${part(payload)}`;
  return `Bearer ${input}.${signWith(input)}`;
}

const deactivated = `lvz_live_${'de'.repeat(32)}`;
let file: Awaited<ReturnType<typeof bootstrapUsers>>;
let server: TestServer;
let database: Database;
let film: ProtectedFilm;
beforeAll(async () => {
  file = await bootstrapUsers({ [alice.id]: 'user_alice', [bob.id]: 'user_bob' });
  film = await startWithProtectedFilm('film', {
    ...{ TRUSTED_PROXIES: '127.0.0.0/8', CLERK_ISSUER: issuer },
    CLERK_JWT_KEY: provider.publicKey.replaceAll('\n', '\\n'),
    ...file.environment,
  });
  server = film.server;
  database = await server.openDatabase();
  const hash = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(deactivated)));
  const off = { user_id: alice.id, name: 'off', prefix: 'lvz_live_dededede...', hash, is_active: false };
  await database.insertInto('api_keys').values(off).execute();
  await database
    .insertInto('users')
    .values({ id: '550e8400-e29b-41d4-a716-44665544dddd', clerk_user_id: 'user_off', is_disabled: true })
    .execute();
  await giveAlice();
});
afterAll(async () => {
  await database.destroy();
  await server.stop();
  await file.remove();
});

const missing = '401 Missing Authorization header';
const wrongHeader = '401 Invalid Authorization header';
const wrongKey = '401 Invalid or inactive API key';
const wrongToken = '401 Invalid token';

/** By name: what is shown, made when it is needed, and what every route of users answers. */
const misuses: readonly (readonly [string, () => string | null, string])[] = [
  ['no credential', () => null, missing],
  ['a credential of another scheme', () => 'Basic dXNlcjp3b3Jk', wrongHeader],
  ['half a key', () => alice.key.slice(0, 40), wrongKey],
  ['a key in upper case', () => alice.key.replace(/[0-9a-f]{64}$/, (digits) => digits.toUpperCase()), wrongKey],
  ['a key that nobody has', () => `lvz_live_${'ff'.repeat(32)}`, wrongKey],
  ['a key that was turned off', () => deactivated, wrongKey],
  ['the operator’s key', () => server.config.API_KEY, wrongHeader],
  ['the operator’s key as a token', () => `Bearer ${server.config.API_KEY}`, wrongToken],
  ['the secret of edges', () => `Bearer ${server.config.EDGE_SECRET}`, wrongToken],
  ['half a JWT', () => jwt().slice(0, 100), wrongToken],
  ['a JWT that expired', () => jwt({ claims: { exp: now - 60 } }), '401 Token expired'],
  ['a JWT that has not begun', () => jwt({ claims: { nbf: now + 600 } }), wrongToken],
  ['a JWT with alg none', () => jwt({ alg: 'none', signWith: () => '' }), wrongToken],
  [
    'a JWT with an HMAC of the public key',
    () => jwt({ alg: 'HS256', signWith: (input) => hmac(input, provider.publicKey) }),
    wrongToken,
  ],
  ['a JWT with RS512', () => jwt({ alg: 'RS512', signWith: rsa('sha512', provider.privateKey) }), wrongToken],
  ['a JWT of another key', () => jwt({ signWith: rsa('sha256', stranger.privateKey) }), wrongToken],
  [
    'a JWT of another key that expired',
    () => jwt({ claims: { exp: 1 }, signWith: rsa('sha256', stranger.privateKey) }),
    wrongToken,
  ],
  ['a JWT of another issuer', () => jwt({ claims: { iss: 'https://clerk.evil.example' } }), wrongToken],
  ['a JWT of a user who is disabled', () => jwt({ claims: { sub: 'user_off' } }), '401 User not found'],
  ['a token for playback', () => film.token, wrongHeader],
  ['a token for playback behind Bearer', () => `Bearer ${film.token}`, wrongToken],
  ['an embed token', () => `Bearer emb_${'A'.repeat(43)}`, wrongToken],
  ['a JWT for playback, even of the right key', () => jwt({ typ: 'edge+jwt' }), wrongToken],
];

const openTo: readonly string[] = ['user', 'api-key-or-user'];
/** All of them: a route that is added to the table is misused here, or fails for want of a value for its path. */
const userRoutes = routeList.filter(({ permission }) => openTo.includes(permission));
type UserRoute = (typeof userRoutes)[number];

let calls = 0;

async function call(method: string, path: string, authorization: string | null, body?: string) {
  // Nobody fails often here: every call comes from an address of its own.
  const from = `203.0.113.${++calls % 250}`;
  const answer = await rawRequest(server.url, path, {
    method,
    headers: { 'x-forwarded-for': from, ...(authorization === null ? {} : { authorization }) },
    ...(body === undefined ? {} : { body }),
  });
  return { ...answer, json: answer.body.length === 0 ? null : JSON.parse(answer.body.toString()) };
}

const job = '2b1e7a40-0f6b-4c1d-9d5e-3a1f0c9b8e7d';
const asset = 'film-of-alice';
const source = `users/${alice.id}/film.mp4`;
let keyId = '';
let reportId = '';
const tokenId = 'tk_of-alice';

/** One thing of each kind, all of Alice. */
async function giveAlice(): Promise<void> {
  const owned = { owner_id: alice.id };
  await database
    .insertInto('assets')
    .values({ id: asset, access: 'protected', ...owned })
    .execute();
  const order = { type: 'video:cover', hash: asset, source, options: '{}', fingerprint: 'alice', ...owned };
  await database
    .insertInto('jobs')
    .values({
      id: job,
      ...order,
      queue: 'default',
      status: 'completed',
      error: null,
      callback_url: null,
      source_etag: null,
      retry_of_job_id: null,
    })
    .execute();
  const token = { id: tokenId, asset_id: asset, kind: 'hmac', kid: 'k1', subject: 'a viewer' } as const;
  const times = { issued_seconds: now + 60, not_before_seconds: now, expires_seconds: now + 3600 };
  await database
    .insertInto('playback_tokens')
    .values({ ...token, ...times, renewable_until_seconds: null, last_seen_seconds: null, reuse_key: null })
    .execute();
  await server.source.put(source, Buffer.from('film'));
  const { id } = await database
    .selectFrom('api_keys')
    .select('id')
    .where('user_id', '=', alice.id)
    .orderBy('id')
    .executeTakeFirstOrThrow();
  keyId = String(id);
  await call('POST', '/api/webhook-secret', alice.key);
  const shared = await call('POST', '/api/shared-reports', alice.key, JSON.stringify({ video_id: job }));
  reportId = String(shared.json.id);
}

/** All that she has. */
async function belongings(): Promise<unknown> {
  return {
    keys: await database
      .selectFrom('api_keys')
      .select(['id', 'name', 'is_active'])
      .where('user_id', '=', alice.id)
      .orderBy('id')
      .execute(),
    jobs: await database
      .selectFrom('jobs')
      .select(['id', 'status', 'updated_at'])
      .where('owner_id', '=', alice.id)
      .execute(),
    assets: await database
      .selectFrom('assets')
      .select(['id', 'access', 'updated_at'])
      .where('owner_id', '=', alice.id)
      .execute(),
    secrets: await database.selectFrom('user_webhook_secrets').selectAll().where('user_id', '=', alice.id).execute(),
    revocations: await database.selectFrom('revocations').select(['type', 'value']).execute(),
    reports: await database.selectFrom('shared_reports').selectAll().where('user_id', '=', alice.id).execute(),
    source: await server.source.head(source),
  };
}

/** What of hers a path names, by the beginning of the path. */
const named: readonly (readonly [string, () => string])[] = [
  ['/api/keys/{key_id}', () => keyId],
  ['/api/jobs/{id}', () => job],
  ['/api/videos/{job_id}', () => job],
  ['/api/media/{hash}', () => asset],
  ['/v1/assets/{id}', () => asset],
  ['/v1/source/{key+}', () => source],
  ['/v1/playback/tokens/{id}', () => tokenId],
  ['/api/shared-reports/{report_id}', () => reportId],
];
/** What of hers a query or a body names, where the path does not. */
const queries: Readonly<Record<string, string>> = {
  createDownloadUrl: `?key=${source}`,
  deleteFile: `?key=${source}`,
  listFiles: `?prefix=users/${alice.id}/`,
};
const bodies: Readonly<Record<string, object>> = {
  changeUserKey: { is_active: false },
  createJob: { type: 'video:preview', hash: asset, source: 'mine.mp4' },
  putAsset: { access: 'public' },
  issuePlaybackToken: { asset_id: asset },
  createUploadUrl: { file_path: source },
  registerUpload: { storage_path: source },
  createSharedReport: { video_id: job },
};

function targetOf({ id, path }: UserRoute): string {
  const target = named.reduce(
    (text, [start, value]) => text.replace(start, start.replace(/\{\w+\+?\}/, value())),
    path,
  );
  if (target.includes('{')) throw new Error(`${path} names something that this test does not know: add it to "named"`);
  return target + (queries[id] ?? '');
}

const bodyOf = ({ id, body }: UserRoute): string | undefined =>
  body === undefined ? undefined : JSON.stringify(bodies[id] ?? { name: 'stolen' });
const namesHers = (route: UserRoute): boolean => route.path.includes('{') || route.id in queries || route.id in bodies;

const wordsOf = ({ status, json }: Awaited<ReturnType<typeof call>>): string =>
  `${status} ${json?.error?.message ?? json?.message ?? json?.detail}`;

describe.each(userRoutes)('$method $path', (route) => {
  const { method, permission, family } = route;
  it('refuses every credential that is wrong, and changes nothing', async () => {
    const before = await belongings();
    for (const [name, credential, expected] of misuses) {
      const shown = credential();
      const answer = await call(method, targetOf(route), shown, bodyOf(route));
      // Who shows nothing is told of the credential that such a route had first.
      const isTold = permission === 'user' || shown !== null;
      expect(wordsOf(answer), name).toBe(isTold ? expected : '401 missing API key');
      if (family !== 'identity') continue;
      expect(answer.headers, name).toMatchObject({
        'cache-control': 'no-store',
        'www-authenticate': expect.stringMatching(/^Bearer realm="api"/),
      });
    }
    expect(await belongings()).toEqual(before);
  });

  it.each([
    ['a key', () => bob.key],
    ['a session', () => jwt({ claims: { sub: 'user_bob' } })],
  ])('gives %s of somebody else nothing of a user', async (_name, credential) => {
    const before = await belongings();
    const answer = await call(method, targetOf(route), credential(), bodyOf(route));
    if (namesHers(route)) expect([403, 404], wordsOf(answer)).toContain(answer.status);
    for (const hers of [alice.id, alice.key.slice(0, 17), job, asset, tokenId]) {
      expect(answer.body.toString()).not.toContain(hers);
    }
    expect(await belongings()).toEqual(before);
  });
});

describe('a credential of a user', () => {
  it('opens no media, wherever it is carried', async () => {
    for (const credential of [alice.key, jwt().slice('Bearer '.length)]) {
      const path = '/v/film/master.m3u8';
      for (const [target, headers] of [
        [`${path}?et=${credential}`, {}],
        [`/_t/${Buffer.from(credential).toString('base64url')}${path}`, {}],
        [path, { 'edge-token': credential }],
        [path, { cookie: `edge_token=${credential}` }],
        [path, { authorization: `Bearer ${credential}` }],
      ] as const) {
        expect((await rawRequest(server.url, target, { headers })).status, target.slice(0, 30)).toBe(403);
      }
    }
  });

  it('is not the operator’s key', async () => {
    for (const headers of [{ 'x-api-key': alice.key }, { authorization: alice.key }, { authorization: jwt() }]) {
      expect((await rawRequest(server.url, '/v1/edge/revocations', { headers })).status).toBe(401);
    }
    const shownAsOperator = { 'x-api-key': alice.key, authorization: alice.key };
    expect((await rawRequest(server.url, '/api/jobs', { headers: shownAsOperator })).status).toBe(401);
  });

  it('is good where it belongs', async () => {
    const mine = { user_id: alice.id };
    expect((await call('GET', '/api/auth/me', alice.key)).json).toMatchObject(mine);
    expect((await call('GET', '/api/auth/me', jwt())).json).toMatchObject(mine);
  });
});
