import { execFile } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { CreatedAccount } from '@sluice/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../../src/compose/start-server.ts';
import { createKeyEncryption } from '../../src/features/assets/index.ts';
import { provisionStorage } from '../../src/features/storage/index.ts';
import type { BootstrapStorage } from '../../src/ports/bootstrap.ts';
import type { Database } from '../../src/ports/database.ts';
import { accountHeaders, bootstrapStorage, cameras } from '../fixtures/bootstrap-storage.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import { startRefusingBucket } from '../fixtures/refusing-bucket.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const PROVIDERS = '/v1/storage/providers';
const ACCOUNTS = '/v1/storage/accounts';
const secretAccessKey = 'a-secret-of-the-provider-of-a-test';
const bucket = { type: 's3', bucket: 'films', accessKeyId: 'AKIDOFATEST', secretAccessKey };

let file: Awaited<ReturnType<typeof bootstrapStorage>>;
let server: TestServer;
/** Another process of the deployment. */
let second: { readonly url: string; stop(): Promise<void> };
let database: Database;
beforeAll(async () => {
  file = await bootstrapStorage();
  // Every call of a test may come from an address of its own.
  server = await startTestServer({ MODE: 'api', TRUSTED_PROXIES: '127.0.0.0/8', ...file.environment });
  second = await startServer({ ...server.config, PORT: 0 });
  database = await server.openDatabase();
});
afterAll(async () => {
  await database.destroy();
  await second.stop();
  await server.stop();
  await file.remove();
});

async function order(method: string, path: string, body?: unknown, url = server.url) {
  const answer = await rawRequest(url, path, {
    method,
    headers: { 'x-api-key': server.config.API_KEY },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = answer.body.toString();
  return { status: answer.status, headers: answer.headers, body: text === '' ? null : JSON.parse(text), text };
}

type Credentials = Parameters<typeof accountHeaders>[0];

/** What a call of an account is answered with: an empty bulk order needs nothing but the credentials. */
async function knock(headers: Record<string, string | readonly string[]>, url = server.url, from = '192.0.2.1') {
  const answer = await rawRequest(url, '/api/storage/bulk', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': from, ...headers },
    // As a text, Node.js would send it and the header together as UTF-8.
    body: Buffer.from('[]'),
  });
  return { status: answer.status, headers: answer.headers, body: JSON.parse(answer.body.toString()) };
}

async function outcome(credentials: Credentials, url?: string): Promise<string> {
  const { status, body } = await knock(accountHeaders(credentials), url);
  return `${status} ${body.entityStatusCode ?? body.data}`;
}

const opened = '200 {}';
const refused = '401 storage_account_not_found';
/** What one process was told holds within a moment in another; asked seldom, so that it counts as no guessing. */
const opensElsewhere = (account: Credentials) =>
  expect.poll(() => outcome(account, second.url), { interval: 200 }).toBe(opened);
const make = async (name: string, more = {}): Promise<CreatedAccount & Credentials> =>
  (await order('POST', ACCOUNTS, { name, provider: 'source', ...more })).body;

describe('an account', () => {
  it('is made with a key and a secret that is shown once and kept as a digest', async () => {
    const made = await order('POST', ACCOUNTS, { name: 'é & co', provider: 'source', providers: ['media', 'source'] });
    expect(made).toMatchObject({
      status: 201,
      headers: { 'cache-control': 'no-store' },
      body: {
        ...{ name: 'é & co', enabled: true, provider: 'source', providers: ['source', 'media'], directory: '*' },
        ...{ dayLimit: 0, accessKey: expect.stringMatching(/^[A-Z0-9]{20}$/) },
        secretAccessKey: expect.stringMatching(/^vsk_[A-Za-z0-9]{40}$/),
      },
    });
    expect(await outcome(made.body)).toBe(opened);
    const { secretAccessKey: secret, ...view } = made.body;
    expect((await order('GET', `${ACCOUNTS}/${encodeURIComponent('é & co')}`)).body).toEqual(view);
    const rows = await database.selectFrom('storage_accounts').selectAll().execute();
    for (const text of [JSON.stringify(rows), (await order('GET', ACCOUNTS)).text]) expect(text).not.toContain(secret);
  });

  it('opens nothing, in any process, once it is disabled, and again once it is enabled', async () => {
    const account = await make('switched');
    expect(await outcome(account)).toBe(opened);
    await opensElsewhere(account);
    await order('PATCH', `${ACCOUNTS}/switched`, { enabled: false });
    expect(await outcome(account)).toBe(refused);
    await expect.poll(() => outcome(account, second.url)).toBe(refused);
    await order('PATCH', `${ACCOUNTS}/switched`, { enabled: true }, second.url);
    expect(await outcome(account, second.url)).toBe(opened);
    await expect.poll(() => outcome(account), { interval: 200 }).toBe(opened);
  });

  it('has a new secret, and no longer the old one, in every process', async () => {
    const before = await make('renewed');
    await opensElsewhere(before);
    const after = (await order('POST', `${ACCOUNTS}/renewed/secret`)).body as CreatedAccount & Credentials;
    expect(after.accessKey).toBe(before.accessKey);
    expect(await outcome(before)).toBe(refused);
    expect(await outcome(after)).toBe(opened);
    await expect.poll(() => outcome(before, second.url)).toBe(refused);
    expect(await outcome(after, second.url)).toBe(opened);
  });

  it('is gone, in every process, once it is deleted', async () => {
    const account = await make('deleted');
    await opensElsewhere(account);
    expect((await order('DELETE', `${ACCOUNTS}/deleted`)).status).toBe(204);
    expect(await outcome(account)).toBe(refused);
    await expect.poll(() => outcome(account, second.url)).toBe(refused);
    for (const [method, path] of [
      ['DELETE', ''],
      ['GET', ''],
      ['POST', '/secret'],
    ]) {
      expect(await order(method ?? '', `${ACCOUNTS}/deleted${path}`)).toMatchObject({
        status: 404,
        body: { code: 'storage/account-not-found' },
      });
    }
  });

  it('has a name and an access key of its own, and names providers that exist', async () => {
    const taken = await make('taken');
    const again = { name: 'again', provider: 'source', accessKey: taken.accessKey };
    for (const [body, code] of [
      [{ name: 'taken', provider: 'source' }, '409 storage/account-exists'],
      [again, '409 storage/access-key-taken'],
      [{ name: 'lost', provider: 'nowhere' }, '422 storage/unknown-provider'],
      [{ name: 'lost', provider: 'source', providers: ['nowhere'] }, '422 storage/unknown-provider'],
      [{ name: '..', provider: 'source' }, '422 storage/invalid-request'],
      [{ name: 'a\u0007b', provider: 'source' }, '422 storage/invalid-request'],
      [{ name: ' a', provider: 'source' }, '422 storage/invalid-request'],
      [{ name: 'a', provider: 'source', directory: '../b' }, '422 storage/invalid-request'],
      [{ name: 'a', provider: 'source', directory: '/b' }, '422 storage/invalid-request'],
      [{ name: 'a', provider: 'source', accessKey: 'short' }, '422 storage/invalid-request'],
      [{ name: 'a', provider: 'source', secretAccessKey: 'short' }, '422 storage/invalid-request'],
    ] as const) {
      const answer = await order('POST', ACCOUNTS, body);
      expect(`${answer.status} ${answer.body.code}`, JSON.stringify(body)).toBe(code);
    }
    expect((await order('PATCH', `${ACCOUNTS}/taken`, { provider: 'nowhere' })).status).toBe(422);
    expect((await order('PATCH', `${ACCOUNTS}/taken`, { directory: 'd', dayLimit: 7 })).body).toMatchObject({
      ...{ directory: 'd', dayLimit: 7, provider: 'source' },
    });
  });
});

describe('the header fields of an account', () => {
  const { 'x-kerberos-storage-accesskey': key, 'x-kerberos-storage-secretaccesskey': secret } = accountHeaders(cameras);
  it.each([
    [{}, '400 file_missing_access_key'],
    [{ 'x-kerberos-storage-secretaccesskey': secret }, '400 file_missing_access_key'],
    [
      { 'x-kerberos-storage-accesskey': ' \t ', 'x-kerberos-storage-secretaccesskey': 'x' },
      '400 file_missing_access_key',
    ],
    [{ 'x-kerberos-storage-accesskey': key }, '400 file_missing_secret_access_key'],
    [
      { 'x-kerberos-storage-accesskey': [key, key], 'x-kerberos-storage-secretaccesskey': secret },
      '400 request_invalid',
    ],
    [{ 'x-kerberos-storage-accesskey': '\xff', 'x-kerberos-storage-secretaccesskey': secret }, '400 request_invalid'],
    [{ 'x-kerberos-storage-accesskey': 'unknown', 'x-kerberos-storage-secretaccesskey': secret }, refused],
    [{ 'x-kerberos-storage-accesskey': key, 'x-kerberos-storage-secretaccesskey': 'wrong' }, refused],
    [{ 'x-kerberos-storage-accesskey': ` ${key} `, 'X-KERBEROS-Storage-SecretAccessKey': secret }, opened],
  ])('%#: are answered with their word in the contract’s body', async (headers, expected) => {
    const { status, body, headers: fields } = await knock(headers, server.url, '192.0.2.7');
    expect(`${status} ${body.entityStatusCode ?? body.data}`).toBe(expected);
    expect(fields['cache-control']).toBe('no-store');
    if (status !== 200) {
      expect(body).toEqual({
        ...{ httpStatusCode: status, applicationStatusCode: 'error' },
        ...{ entityStatusCode: body.entityStatusCode, message: expect.any(String) },
      });
    }
  });

  it('that are wrong more than twenty times a minute are not even looked up', async () => {
    const wrong = accountHeaders({ ...cameras, secretAccessKey: 'wrong' } as never);
    for (let each = 0; each < 21; each++) await knock(wrong, server.url, '198.51.100.9');
    expect(await knock(accountHeaders(cameras), server.url, '198.51.100.9')).toMatchObject({
      status: 429,
      headers: { 'retry-after': expect.stringMatching(/^\d+$/) },
      body: { entityStatusCode: 'too_many_requests' },
    });
    expect((await knock(accountHeaders(cameras), server.url, '198.51.100.10')).status).toBe(200);
  });
});

describe('a provider', () => {
  it('never shows its credentials, which are kept encrypted for it alone', async () => {
    const made = await order('POST', PROVIDERS, { name: 'cloud', ...bucket, forcePathStyle: true });
    expect(made).toMatchObject({
      status: 201,
      body: {
        ...{ name: 'cloud', type: 's3', settings: { bucket: 'films', pathStyle: true }, embedded: false },
        credentials: ['accessKeyId', 'secretAccessKey'],
      },
    });
    const row = await database.selectFrom('storage_providers').selectAll().where('name', '=', 'cloud').execute();
    const stored = JSON.stringify([row, row[0]?.wrapped_credentials?.toString('latin1')]);
    for (const text of [made.text, stored, (await order('GET', PROVIDERS)).text]) {
      expect(text).not.toContain(secretAccessKey);
      expect(text).not.toContain('AKIDOFATEST');
    }
    await order('POST', PROVIDERS, { name: 'thief', ...bucket, secretAccessKey: 'another-one' });
    const { wrapped_credentials, wrap_nonce } = row[0] ?? { wrapped_credentials: null, wrap_nonce: null };
    await database
      .updateTable('storage_providers')
      .set({ wrapped_credentials, wrap_nonce })
      .where('name', '=', 'thief')
      .execute();
    expect((await order('GET', `${PROVIDERS}/thief`)).body.credentials).toEqual([]);
    expect((await order('POST', `${PROVIDERS}/thief/check`)).body).toMatchObject({ ok: false, code: 'wrong_key' });
  });

  it('is checked by an object that is written, read and gone again', async () => {
    expect((await order('POST', `${PROVIDERS}/disk/check`)).body).toMatchObject({ ok: true, code: 'ok' });
    expect((await order('POST', `${PROVIDERS}/source/check`)).body).toMatchObject({ ok: true });
    expect((await readdir(file.disk, { recursive: true })).filter((path) => path.includes('probe'))).toEqual([]);
  });

  it.each([
    [403, 'InvalidAccessKeyId', 'wrong_key'],
    [403, 'SignatureDoesNotMatch', 'wrong_key'],
    [403, 'RequestTimeTooSkewed', 'clock_skew'],
    [404, 'NoSuchBucket', 'no_bucket'],
    [403, 'AccessDenied', 'no_permission'],
  ])('that answers %i %s is told to be wrong by %s', async (status, error, code) => {
    const refusing = await startRefusingBucket(status, error);
    const name = `refuses ${error}`;
    await order('POST', PROVIDERS, { name, ...bucket, endpoint: refusing.endpoint });
    const { body } = await order('POST', `${PROVIDERS}/${encodeURIComponent(name)}/check`);
    expect(body).toMatchObject({ ok: false, code, message: expect.stringMatching(/^[A-Z].*\.$/) });
    await refusing.stop();
  });

  it('takes effect in every process as it was changed last', async () => {
    const refusing = await startRefusingBucket(404, 'NoSuchBucket');
    await order('POST', PROVIDERS, { name: 'moved', ...bucket, endpoint: 'http://127.0.0.1:9' });
    const check = async (url: string): Promise<string> =>
      (await order('POST', `${PROVIDERS}/moved/check`, undefined, url)).body.code;
    await expect.poll(() => check(second.url)).toBe('unreachable');
    await order('PATCH', `${PROVIDERS}/moved`, { endpoint: refusing.endpoint });
    expect(await check(server.url)).toBe('no_bucket');
    await expect.poll(() => check(second.url)).toBe('no_bucket');
    await order('PATCH', `${PROVIDERS}/moved`, { endpoint: refusing.endpoint.replace('http:', 'https:') });
    expect(await check(server.url)).toBe('tls');
    await refusing.stop();
  });

  it('is forgotten only by force while accounts name it, and then refuses them', async () => {
    await order('POST', PROVIDERS, { name: 'needed', type: 'fs', root: 'needed' });
    await make('needy', { providers: ['needed'] });
    expect(await order('DELETE', `${PROVIDERS}/needed`)).toMatchObject({
      status: 409,
      body: { code: 'storage/provider-in-use', details: { accounts: ['needy'] } },
    });
    expect((await order('DELETE', `${PROVIDERS}/needed?force=yes`)).status).toBe(422);
    expect((await order('DELETE', `${PROVIDERS}/needed?force=true`)).status).toBe(204);
    expect((await order('GET', `${PROVIDERS}/needed`)).status).toBe(404);
    expect((await order('GET', `${ACCOUNTS}/needy`)).body.providers).toEqual(['source', 'needed']);
  });

  it('has to be described as the guide says, and nothing that was sent is told again', async () => {
    for (const [body, place] of [
      [{ name: 'x', type: 'ftp' }, '/type'],
      [{ name: '', type: 'fs', root: 'a' }, '/name'],
      [{ name: 'x', type: 'fs', root: '/etc' }, '/root'],
      [{ name: 'x', type: 'fs', root: 'a/../../b' }, '/root'],
      [{ name: 'x', ...bucket, endpoint: 'file:///etc/passwd' }, '/endpoint'],
      [{ name: 'x', ...bucket, endpoint: 'http://user:word@host' }, '/endpoint'],
      [{ name: 'x', ...bucket, colour: 'red' }, ''],
      [{ name: 'x', type: 'azure', account: 'a', container: 'c' }, ''],
      [{ name: 'x', type: 'gcs', bucket: 'b', clientEmail: 'a@b' }, ''],
    ] as const) {
      const answer = await order('POST', PROVIDERS, body);
      expect(answer, JSON.stringify(body)).toMatchObject({ status: 422, body: { code: 'storage/invalid-request' } });
      const { faults } = answer.body.details;
      expect(faults.map((fault: { place: string }) => fault.place)).toContain(place);
      expect(answer.text).not.toContain(secretAccessKey);
    }
    expect((await order('POST', PROVIDERS, { name: 'disk', type: 'fs', root: 'a' })).status).toBe(409);
    for (const name of ['source', 'media']) {
      expect((await order('POST', PROVIDERS, { name, type: 'fs', root: 'a' })).status).toBe(409);
      expect((await order('DELETE', `${PROVIDERS}/${name}`)).status).toBe(409);
      expect((await order('PATCH', `${PROVIDERS}/${name}`, { root: 'a' })).status).toBe(409);
    }
  });
});

describe('the bootstrap file', () => {
  const provision = (storage: Partial<BootstrapStorage>) =>
    provisionStorage(database, createKeyEncryption(new Map([['v1', server.config.ENCRYPTION_KEY]])), {
      ...{ providers: [], accounts: [] },
      ...storage,
    });
  const stored = () =>
    database.selectFrom('storage_accounts').selectAll().where('name', '=', 'cameras').executeTakeFirstOrThrow();
  const account = { ...cameras, providers: ['source'], enabled: null, dayLimit: 0, derive: [] };

  it('has made its account and its provider, and changes nothing when it is read again', async () => {
    expect(await outcome(cameras)).toBe(opened);
    const before = await stored();
    await provision({ accounts: [account] });
    expect(await stored()).toEqual(before);
    const form = { type: 'fs', settings: { root: file.disk }, credentials: {} } as const;
    await provision({ providers: [{ name: 'disk', form }] });
    const { body } = await order('GET', `${PROVIDERS}/disk`);
    expect(body.updatedAt).toBe(body.createdAt);
  });

  it('gives an account another secret, leaves it disabled, and is all or nothing', async () => {
    await order('PATCH', `${ACCOUNTS}/cameras`, { enabled: false });
    const changed = { ...account, secretAccessKey: 'another-secret-of-a-test-0123456789' };
    await provision({ accounts: [changed] });
    expect((await stored()).is_enabled).toBe(false);
    await provision({ accounts: [{ ...changed, enabled: true }] });
    await expect.poll(() => outcome(changed as never), { interval: 200 }).toBe(opened);
    const wrong = { ...account, name: 'other', accessKey: 'OTHERACCESSKEY123', provider: 'nowhere' };
    await expect(provision({ accounts: [account, wrong] })).rejects.toThrow(/"nowhere", which is no provider/);
    expect(await outcome(changed as never)).toBe(opened);
    const same = { ...account, name: 'other' };
    await expect(provision({ accounts: [same] })).rejects.toThrow(/accessKey .* another account's/);
    await provision({ accounts: [account] });
  });
});

describe('the command', () => {
  const run = async (...args: string[]): Promise<{ code: number; text: string }> => {
    const { DATA_DIR, API_KEY } = server.config;
    const env = { PATH: process.env.PATH, API_KEY, DATA_DIR, PORT: new URL(server.url).port };
    return promisify(execFile)(process.execPath, [MAIN, ...args], { env }).then(
      ({ stdout, stderr }) => ({ code: 0, text: stdout + stderr }),
      (error: { code: number; stdout: string; stderr: string }) => ({
        code: error.code,
        text: error.stdout + error.stderr,
      }),
    );
  };

  it('adds, lists, checks and removes providers and accounts', async () => {
    const secrets = join(server.config.DATA_DIR, 'provider.json');
    await writeFile(secrets, JSON.stringify({ accessKeyId: 'AKIDOFACOMMAND', secretAccessKey }));
    const added = await run(
      ...['providers', 'add', 'far', 's3', 'bucket=films', 'endpoint=http://127.0.0.1:9', 'pathStyle=true'],
      ...['--file', secrets],
    );
    expect(added).toMatchObject({ code: 0, text: expect.stringContaining('Added far (s3).') });
    const [check, listed, account] = await Promise.all([
      run('providers', 'check', 'far'),
      run('providers', 'list'),
      run('accounts', 'add', 'by command', '--provider', 'far', '--also', 'source', '--directory', 'd', '--days', '3'),
    ]);
    expect(check).toEqual({ code: 1, text: expect.stringMatching(/^The provider cannot be reached: .*\.\n$/) });
    expect(listed.text).toMatch(/^far +s3 +bucket=films .*accessKeyId secretAccessKey$/m);
    expect(listed.text).not.toContain(secretAccessKey);
    const [, secret = ''] = /^secret +(\S+)$/m.exec(account.text) ?? [];
    const [, accessKey = ''] = /^access key +(\S+)$/m.exec(account.text) ?? [];
    const credentials = { accessKey, secretAccessKey: secret } as never;
    expect(await outcome(credentials)).toBe(opened);
    expect(await run('providers', 'remove', 'far')).toMatchObject({
      code: 1,
      text: expect.stringContaining('Accounts name this provider'),
    });
  });
});
