import { readFile } from 'node:fs/promises';
import type { CreatedUserKey, UserKeyView } from '@sluice/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../src/adapters/crypto/node.ts';
import { startServer } from '../../src/compose/start-server.ts';
import { provisionUsers } from '../../src/features/identity/index.ts';
import type { Database } from '../../src/ports/database.ts';
import { alice, bob, bootstrapUsers } from '../fixtures/bootstrap-users.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';

let file: Awaited<ReturnType<typeof bootstrapUsers>>;
let server: TestServer;
/** Another process of the deployment. */
let second: { readonly url: string; stop(): Promise<void> };
let database: Database;
beforeAll(async () => {
  file = await bootstrapUsers();
  // Every call of a test may come from an address of its own.
  server = await startTestServer({
    MODE: 'api',
    TRUSTED_PROXIES: '127.0.0.0/8',
    AUDIT_LOG: file.auditLog,
    ...file.environment,
  });
  second = await startServer({ ...server.config, PORT: 0 });
  database = await server.openDatabase();
});
afterAll(async () => {
  await database.destroy();
  await second.stop();
  await server.stop();
  await file.remove();
});

interface Call {
  readonly method?: string;
  readonly body?: unknown;
  readonly url?: string;
  readonly from?: string;
}

async function call(path: string, authorization: string | readonly string[] | null, options: Call = {}) {
  const { method = 'GET', body, url = server.url, from = '192.0.2.1' } = options;
  const answer = await rawRequest(url, path, {
    method,
    headers: { 'x-forwarded-for': from, ...(authorization === null ? {} : { authorization }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, headers: answer.headers, body: JSON.parse(answer.body.toString()) };
}

const make = async (owner: string, name = 'made'): Promise<CreatedUserKey> =>
  (await call('/api/keys', owner, { method: 'POST', body: { name } })).body;
const outcome = async (...given: Parameters<typeof call>): Promise<string> => {
  const { status, body } = await call(...given);
  return `${status} ${body.detail ?? body.user_id}`;
};

describe('an API key of a user', () => {
  it('is shown once, and opens what is its owner’s', async () => {
    const answer = await call('/api/keys', alice.key, { method: 'POST', body: { name: '  ci ' } });
    const { raw_key: raw, ...rest } = answer.body as CreatedUserKey;
    expect(answer).toMatchObject({ status: 201, headers: { 'cache-control': 'no-store' } });
    expect(raw).toMatch(/^lvz_live_[0-9a-f]{64}$/);
    expect(rest).toEqual({
      ...{ id: expect.stringMatching(/^\d+$/), name: 'ci', key_prefix: `${raw.slice(0, 17)}...`, is_active: 1 },
      ...{ last_used_at: null, created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/) },
    });
    expect((await call('/api/auth/me', `Bearer ${raw}`)).body).toEqual({
      ...{ user_id: alice.id, clerk_user_id: null, auth_type: 'api_key' },
    });
    const { body } = await call('/api/keys', raw);
    expect(body[0]).toEqual({ ...rest, raw_key: null, last_used_at: body[0].last_used_at });
    expect(JSON.stringify(body)).not.toContain(raw.slice(9, 40));
    const rows = await database.selectFrom('api_keys').selectAll().where('id', '=', Number(rest.id)).execute();
    expect(JSON.stringify(rows)).not.toContain(raw.slice(17, 40));
  });

  it('opens nothing, in any process, once it is turned off, and again once it is on', async () => {
    const { id, raw_key: key } = await make(alice.key);
    for (const url of [server.url, second.url]) expect(await outcome('/api/auth/me', key, { url })).toContain('200');
    const off = await call(`/api/keys/${id}`, key, { method: 'PATCH', body: { is_active: false, more: 1 } });
    expect(off).toMatchObject({ status: 200, body: { id, is_active: 0, raw_key: null } });
    for (const url of [second.url, server.url]) {
      expect(await outcome('/api/auth/me', key, { url })).toBe('401 Invalid or inactive API key');
    }
    await call(`/api/keys/${id}`, alice.key, { method: 'PATCH', body: { is_active: true } });
    for (const url of [second.url, server.url]) expect(await outcome('/api/auth/me', key, { url })).toContain('200');
  });

  it('is gone for good, in any process, once it is deleted', async () => {
    const { id, raw_key: key } = await make(alice.key);
    expect(await outcome('/api/auth/me', key, { url: second.url })).toContain('200');
    expect((await call(`/api/keys/${id}`, alice.key, { method: 'DELETE' })).body).toEqual({ ok: true });
    expect(await outcome('/api/auth/me', key, { url: second.url })).toBe('401 Invalid or inactive API key');
    expect(await outcome(`/api/keys/${id}`, alice.key, { method: 'DELETE' })).toBe('404 API key not found');
  });

  it('opens nothing while its owner is disabled, and is gone with them', async () => {
    const id = '550e8400-e29b-41d4-a716-44665544ffff';
    await database.insertInto('users').values({ id, clerk_user_id: null }).execute();
    const { id: keyId, raw_key: key } = await make(alice.key);
    await database.updateTable('api_keys').set({ user_id: id }).where('id', '=', Number(keyId)).execute();
    expect(await outcome('/api/auth/me', key)).toBe(`200 ${id}`);
    await database.updateTable('users').set({ is_disabled: true }).where('id', '=', id).execute();
    expect(await outcome('/api/auth/me', key)).toBe('401 Invalid or inactive API key');
    await database.deleteFrom('users').where('id', '=', id).execute();
    expect(await outcome('/api/auth/me', key)).toBe('401 Invalid or inactive API key');
    expect(await database.selectFrom('api_keys').select('id').where('id', '=', Number(keyId)).execute()).toEqual([]);
  });

  it('has its use noted once a minute', async () => {
    const { id, raw_key: key } = await make(alice.key);
    const used = async (): Promise<Date | null> =>
      (
        await database
          .selectFrom('api_keys')
          .select('last_used_at')
          .where('id', '=', Number(id))
          .executeTakeFirstOrThrow()
      ).last_used_at;
    await call('/api/auth/me', key);
    await expect.poll(used).toBeInstanceOf(Date);
    const first = await used();
    await call('/api/auth/me', key);
    await call('/api/auth/me', key, { url: second.url });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await used()).toEqual(first);
    await database
      .updateTable('api_keys')
      .set({ last_used_at: new Date(Date.now() - 60_000) })
      .where('id', '=', Number(id))
      .execute();
    await call('/api/auth/me', key);
    await expect.poll(async () => (await used())?.getTime()).toBeGreaterThanOrEqual(first?.getTime() ?? Infinity);
  });

  it('of somebody else is not there', async () => {
    const { id } = await make(alice.key);
    for (const path of [`/api/keys/${id}`, '/api/keys/999999999', '/api/keys/0', '/api/keys/x', '/api/keys/9e9']) {
      for (const order of [{ method: 'DELETE' }, { method: 'PATCH', body: { is_active: false } }]) {
        expect(await outcome(path, bob.key, order), path).toBe('404 API key not found');
      }
    }
    const { body } = await call('/api/keys', bob.key);
    expect(body.map(({ name }: UserKeyView) => name)).toEqual(['from the file']);
    expect((await call('/api/keys', alice.key)).body.map((key: UserKeyView) => key.id)).toContain(id);
  });

  it('is one of fifty, however many are ordered at once', async () => {
    const orders = Array.from({ length: 60 }, () =>
      outcome('/api/keys', bob.key, { method: 'POST', body: { name: 'n' } }),
    );
    const answers = await Promise.all(orders);
    expect(answers.filter((answer) => answer === '409 API key limit reached')).toHaveLength(11);
    expect((await call('/api/keys', bob.key)).body).toHaveLength(50);
    const { body } = await call('/api/keys', bob.key);
    const ids = body.map((key: UserKeyView) => Number(key.id));
    expect(ids).toEqual(ids.toSorted((left: number, right: number) => right - left));
  });

  it('has to be ordered as the contract says', async () => {
    for (const body of [undefined, {}, { name: '' }, { name: 1 }, { name: 'x'.repeat(101) }, { name: 'a\u0000' }]) {
      const answer = await call('/api/keys', alice.key, { method: 'POST', body });
      expect(answer, JSON.stringify(body)).toMatchObject({
        status: 422,
        body: { detail: [{ loc: expect.anything() }] },
      });
    }
  });
});

describe('the header Authorization', () => {
  const missing = '401 Missing Authorization header';
  const invalid = '401 Invalid Authorization header';
  const wrong = '401 Invalid or inactive API key';
  it.each([
    [null, missing],
    ['   ', missing],
    [[alice.key, alice.key], invalid],
    [alice.key.toUpperCase(), invalid],
    ['Basic dXNlcjp3b3Jk', invalid],
    ['a.b.c', invalid],
    ['Bearer', invalid],
    ['v=1~kid=k1~exp=1', invalid],
    [`lvz_live_${'0'.repeat(62)}`, wrong],
    [`lvz_test_${'0'.repeat(64)}`, wrong],
    [`lvz_live_${'0'.repeat(64)}`, wrong],
    [`Bearer lvz_live_${'0'.repeat(64)}`, wrong],
    ['Bearer a.b.c', '401 Invalid token'],
    ['Bearer emb_AAAA', '401 Invalid token'],
    ['Bearer v=1~kid=k1~exp=1', '401 Invalid token'],
  ])('of %j is answered with %s, and how to sign in', async (authorization, expected) => {
    const answer = await call('/api/auth/me', authorization, { from: '192.0.2.2' });
    expect(`${answer.status} ${answer.body.detail}`).toBe(expected);
    expect(answer.headers).toMatchObject({ 'www-authenticate': 'Bearer realm="api"', 'cache-control': 'no-store' });
  });

  it('is the only place that is looked at', async () => {
    const headers = { 'x-api-key': alice.key, cookie: `__session=${alice.key}` };
    const answer = await rawRequest(server.url, `/api/auth/me?token=${alice.key}`, { headers });
    expect(JSON.parse(answer.body.toString())).toEqual({ detail: 'Missing Authorization header' });
  });

  it('is not looked at where everybody may call', async () => {
    expect((await call('/api/health', `lvz_live_${'0'.repeat(64)}`)).body).toEqual({ status: 'ok' });
  });

  it('with more than twenty wrong keys of one address in a minute is not even looked up', async () => {
    const from = '198.51.100.7';
    const wrongKey = `lvz_live_${'1'.repeat(64)}`;
    for (let each = 0; each < 21; each++) expect(await outcome('/api/auth/me', wrongKey, { from })).toBe(wrong);
    const blocked = await call('/api/auth/me', wrongKey, { from });
    expect(blocked).toMatchObject({ status: 429, body: { detail: 'Too many failed attempts' } });
    expect(Number(blocked.headers['retry-after'])).toBeGreaterThan(50);
    expect(await outcome('/api/auth/me', alice.key, { from })).toContain('429');
    expect(await outcome('/api/auth/me', alice.key, { from: '198.51.100.8' })).toContain('200');
  });
});

describe('the audit log', () => {
  it('says who called and who was refused why, and holds no credential', async () => {
    const requestId = 'a-request-of-the-audit';
    const wrongKey = `lvz_live_${'9'.repeat(64)}`;
    for (const authorization of [alice.key, wrongKey]) {
      await rawRequest(server.url, '/api/auth/me', { headers: { authorization, 'x-request-id': requestId } });
    }
    const lines = await readFile(file.auditLog, 'utf8');
    const records = lines.split('\n').filter((line) => line.includes(requestId));
    expect(records.map((line) => JSON.parse(line))).toMatchObject([
      {
        event: 'identify',
        decision: 'allow',
        code: 'ok',
        kind: 'api_key',
        sub: alice.id,
        kid: expect.stringMatching(/^\d+$/),
      },
      { event: 'identify', decision: 'deny', code: 'invalid_user_key' },
    ]);
    expect(lines).not.toContain('lvz_live_');
  });
});

describe('a deployment', () => {
  it('may keep keys for those who are signed in', async () => {
    const strict = await startServer({ ...server.config, PORT: 0, LVZ_KEYS_REQUIRE_JWT: true });
    try {
      for (const [path, order] of [
        ['/api/keys', {}],
        ['/api/keys', { method: 'POST', body: { name: 'n' } }],
        ['/api/keys/1', { method: 'DELETE' }],
        ['/api/keys/1', { method: 'PATCH', body: { is_active: false } }],
      ] as const) {
        const answer = await outcome(path, alice.key, { ...order, url: strict.url });
        expect(answer).toBe('403 Interactive sign-in required');
      }
      expect(await outcome('/api/auth/me', alice.key, { url: strict.url })).toContain('200');
    } finally {
      await strict.stop();
    }
  });

  it('gets what its bootstrap file says once, however many processes start', async () => {
    const named = database.selectFrom('api_keys').select('user_id').where('name', '=', 'from the file');
    const owners = (await named.execute()).map((row) => row.user_id);
    expect(owners.toSorted()).toEqual([alice.id, bob.id]);
  });

  it('gets a new key under an old name, and nothing at all where its file contradicts the database', async () => {
    const user = { id: '550e8400-e29b-41d4-a716-446655440abc', externalId: null };
    const key = (digits: string, name = 'k') => ({ name, rawKey: `lvz_live_${digits.repeat(32)}` });
    const provision = (...users: Parameters<typeof provisionUsers>[2]) => provisionUsers(database, nodeCrypto(), users);
    await provision({ ...user, apiKeys: [key('11')] });
    await provision({ ...user, externalId: 'user_abc', apiKeys: [key('22')] });
    expect(await outcome('/api/auth/me', key('22').rawKey)).toBe(`200 ${user.id}`);
    expect(await outcome('/api/auth/me', key('11').rawKey, { from: '192.0.2.9' })).toContain('401');
    const other = { id: '550e8400-e29b-41d4-a716-446655440abd', externalId: null };
    const more = { ...user, externalId: 'user_abc', apiKeys: [key('33', 'more')] };
    for (const wrong of [
      { ...other, apiKeys: [key('22')] },
      { ...other, externalId: 'user_abc', apiKeys: [] },
    ]) {
      await expect(provision(more, wrong)).rejects.toThrow(/^BOOTSTRAP_FILE: .* another user's/);
    }
    expect((await call('/api/keys', key('22').rawKey)).body).toHaveLength(1);
  });
});
