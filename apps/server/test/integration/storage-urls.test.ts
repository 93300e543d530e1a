import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../../src/compose/start-server.ts';
import { forgetUrls } from '../../src/features/access/index.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import {
  askJson,
  outcome,
  publicUrl,
  type StorageServer,
  startStorageServer,
  targetOf,
} from '../fixtures/storage-account.ts';

let storage: StorageServer;
beforeAll(async () => {
  storage = await startStorageServer();
});
afterAll(() => storage.server.stop());

const filename = 'account-a/1776427171_1-1_frontdoor_402-263-805-680_801_29960.mp4';
const single = (headers: Record<string, string | string[]> = {}, method = 'GET') =>
  askJson(storage.server.url, '/api/storage', {
    method,
    headers: {
      ...storage.credentials,
      'x-kerberos-storage-filename': filename,
      'x-kerberos-storage-provider': 'source',
      ...headers,
    },
  });
const without = (name: string) =>
  askJson(storage.server.url, '/api/storage', {
    headers: Object.fromEntries(
      Object.entries({
        ...storage.credentials,
        'x-kerberos-storage-filename': filename,
        'x-kerberos-storage-provider': 'source',
      }).filter(([given]) => given !== name),
    ),
  });

describe('GET /api/storage', () => {
  it('gives a URL of ours for a store that signs none itself', async () => {
    const before = Math.floor(Date.now() / 1000);
    const { status, body, headers } = await single();
    expect([status, headers['cache-control'], headers['access-control-allow-origin']]).toEqual([
      200,
      'no-store',
      undefined,
    ]);
    const url = new URL(body.data);
    expect(body.data.startsWith(`${publicUrl}/api/storage/signed?a=account-a&e=`)).toBe(true);
    expect(body.data).toMatch(/&f=account-a%2F1776427171_1-1_frontdoor_[^&]+&p=source&s=[0-9a-f]{64}$/);
    expect(Number(url.searchParams.get('e')) - before - 86_400).toBeLessThan(5);
  });

  it('gives a URL of the store itself where that signs', async () => {
    const { body } = await single({ 'x-kerberos-storage-provider': 'cloud' });
    const url = new URL(body.data);
    expect(url.host).toContain('s3.example.com');
    expect(url.searchParams.get('X-Amz-Expires')).toBe('86400');
    expect(url.searchParams.get('X-Amz-Signature')).toMatch(/^[0-9a-f]{64}$/);
  });

  it('takes a name as UTF-8 bytes, trims around it and decodes nothing', async () => {
    const name = 'account-a/caméra 1+2 %41.mp4';
    const sent = ` ${Buffer.from(name).toString('latin1')}\t`;
    const { body } = await single({ 'x-kerberos-storage-filename': sent });
    expect(new URL(body.data).searchParams.get('f')).toBe(name);
  });

  it.each([
    ['x-kerberos-storage-accesskey', 'file_missing_access_key'],
    ['x-kerberos-storage-secretaccesskey', 'file_missing_secret_access_key'],
    ['x-kerberos-storage-filename', 'file_missing_name'],
    ['x-kerberos-storage-provider', 'storage_provider_missing'],
  ])('tells that %s is missing or empty before it looks at a credential', async (name, code) => {
    expect(outcome(await without(name))).toBe(`400 ${code}`);
    expect(outcome(await single({ [name]: ' ' }))).toBe(`400 ${code}`);
  });

  it.each([
    ['a wrong secret', { 'x-kerberos-storage-secretaccesskey': 'x' }, '401 storage_account_not_found'],
    ['an unknown access key', { 'x-kerberos-storage-accesskey': 'x' }, '401 storage_account_not_found'],
    ['an illegal name', { 'x-kerberos-storage-filename': 'account-a/../b' }, '400 file_invalid_name'],
    ['an illegal name before a provider', illegalEverything(), '400 file_invalid_name'],
    [
      'a provider that is not the account’s',
      { 'x-kerberos-storage-provider': 'other' },
      '401 storage_provider_not_found',
    ],
    ['a provider before a directory', outsideEverything(), '401 storage_provider_not_found'],
    ['a file of somebody else', { 'x-kerberos-storage-filename': 'account-b/x' }, '401 storage_directory_invalid'],
    [
      'a directory that only begins alike',
      { 'x-kerberos-storage-filename': 'account-ab/x' },
      '401 storage_directory_invalid',
    ],
    ['a name that is no UTF-8', { 'x-kerberos-storage-filename': 'account-a/\xff' }, '400 file_invalid_name'],
    ['a name twice', { 'x-kerberos-storage-filename': ['account-a/1', 'account-a/2'] }, '400 request_invalid'],
    ['a word for once that is none', { 'x-kerberos-storage-once': 'maybe' }, '400 request_invalid'],
  ])('refuses %s', async (_what, headers, expected) => {
    expect(outcome(await single(headers as Record<string, string>))).toBe(expected);
  });

  it('tells errors in the form of the contract', async () => {
    const { body, headers } = await single({ 'x-kerberos-storage-provider': 'other' });
    expect(body).toEqual({
      httpStatusCode: 401,
      applicationStatusCode: 'error',
      entityStatusCode: 'storage_provider_not_found',
      message: expect.any(String),
    });
    expect(headers['cache-control']).toBe('no-store');
  });

  it('knows no HEAD, and lets no page of another origin call', async () => {
    const head = await rawRequest(storage.server.url, '/api/storage', { method: 'HEAD' });
    expect(head.status).toBe(405);
    const preflight = await rawRequest(storage.server.url, '/api/storage/bulk', {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example' },
    });
    expect(preflight.headers['access-control-allow-origin']).toBeUndefined();
  });
});

function illegalEverything() {
  return { 'x-kerberos-storage-filename': '/x', 'x-kerberos-storage-provider': 'other' };
}

function outsideEverything() {
  return { 'x-kerberos-storage-filename': 'account-b/x', 'x-kerberos-storage-provider': 'other' };
}

describe('POST /api/storage/bulk', () => {
  it('answers JSON in a string, names verbatim and in the order of the call', async () => {
    const names = ['account-a/é"&<\u2028/.mp4', 'account-a/9', 'account-a/1', 'account-a/__proto__'];
    const { status, body, headers } = await storage.bulk(names.map((name) => ({ filename: name, other: 1 })));
    expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
    expect(body.data).not.toContain('\\u0026');
    expect(body.data).not.toContain(' ');
    expect([...body.data.matchAll(/"((?:[^"\\]|\\.)*)":"/g)].map(([, key]) => JSON.parse(`"${key}"`))).toEqual(names);
  });

  it('keeps names that are whole numbers in their place', async () => {
    await storage.make('/v1/storage/accounts', {
      name: 'anywhere',
      provider: 'source',
      directory: '*',
      accessKey: 'AccessKeyAnywhere1',
      secretAccessKey: storage.credentials['x-kerberos-storage-secretaccesskey'],
    });
    const headers = { 'x-kerberos-storage-accesskey': 'AccessKeyAnywhere1' };
    const { body } = await storage.bulk([{ filename: 'b' }, { filename: '7' }], headers);
    expect(body.data).toMatch(/^\{"b":"[^"]+","7":"[^"]+"\}$/);
  });

  it('takes providers and lifetimes item by item, nothing, null and empty as the default', async () => {
    const { body } = await storage.bulk([
      { filename: 'account-a/1', provider: null, uriExpiryTime: null },
      { filename: 'account-a/2', provider: '', uriExpiryTime: '' },
      { filename: 'account-a/3', provider: 'media', uriExpiryTime: '1h30m' },
      { filename: 'account-a/4', provider: 'cloud', uriExpiryTime: 60 },
    ]);
    const urls: URL[] = Object.values(JSON.parse(body.data) as Record<string, string>).map((url) => new URL(url));
    const now = Math.floor(Date.now() / 1000);
    expect(urls.map((url) => url.searchParams.get('p'))).toEqual(['source', 'source', 'media', null]);
    expect(Number(urls[2]?.searchParams.get('e')) - now).toBeGreaterThan(5390);
    expect(Number(urls[2]?.searchParams.get('e')) - now).toBeLessThan(5402);
    expect(urls[3]?.searchParams.get('X-Amz-Expires')).toBe('60');
  });

  const ok = { filename: 'account-a/1' };
  it.each([
    ['nothing asked', [], '200 undefined'],
    ['no array', { filename: 'x' }, '400 request_invalid'],
    ['no JSON', '[', '400 request_invalid'],
    ['an item that is no object', [ok, 'x'], '400 request_invalid'],
    ['an item without a name', [ok, {}], '400 request_invalid'],
    ['an illegal name', [ok, { filename: 'a//b' }], '400 file_invalid_name'],
    ['half a character', '[{"filename":"account-a/\\ud800"}]', '400 file_invalid_name'],
    ['an illegal lifetime', [ok, { ...ok, filename: 'account-a/2', uriExpiryTime: '1d' }], '400 uri_expiry_invalid'],
    ['too long a lifetime', [{ ...ok, uriExpiryTime: 604_801 }], '400 uri_expiry_invalid'],
    ['a foreign provider', [ok, { filename: 'account-a/2', provider: 'other' }], '401 storage_provider_not_found'],
    ['a foreign file', [ok, { filename: 'account-b/2' }], '401 storage_directory_invalid'],
    ['the same twice', [ok, { ...ok, provider: 'source', uriExpiryTime: '24h' }], '200 undefined'],
    ['the same twice with another lifetime', [ok, { ...ok, uriExpiryTime: '1h' }], '400 request_invalid'],
    ['the same twice with another provider', [ok, { ...ok, provider: 'media' }], '400 request_invalid'],
    ['the same twice, once for one use', [ok, { ...ok, once: true }], '400 request_invalid'],
    ['too many', Array.from({ length: 10_001 }, () => ok), '400 request_invalid'],
  ])('answers %s', async (_what, items, expected) => {
    expect(outcome(await storage.bulk(items))).toBe(expected);
  });

  it('answers an empty array with an empty object', async () => {
    expect((await storage.bulk([])).body).toEqual({ data: '{}' });
  });

  it.each([
    ['application/json; charset=utf-8', 200],
    ['APPLICATION/JSON', 200],
    ['text/plain', 400],
    ['application/jsonp', 400],
    ['', 400],
  ])('with Content-Type %s answers %i', async (contentType, status) => {
    expect((await storage.bulk([ok], { 'content-type': contentType })).status).toBe(status);
  });

  it('refuses a body above twenty mebibytes', async () => {
    const body = `[${' '.repeat(20 * 1024 * 1024)}]`;
    expect(outcome(await storage.bulk(body))).toBe('413 request_invalid');
  });

  it.each(['source', 'cloud'])('gives ten thousand URLs for %s at the cost of less than a second', async (provider) => {
    const items = Array.from({ length: 10_000 }, (_, index) => {
      return { filename: `account-a/${provider}/${index}.mp4`, provider };
    });
    // Of the processor, because tests share the machine: `npm run bench -- presign` measures the time.
    const before = process.cpuUsage();
    const { status, body } = await storage.bulk(items);
    const { user, system } = process.cpuUsage(before);
    expect([status, Object.keys(JSON.parse(body.data)).length]).toEqual([200, 10_000]);
    expect((user + system) / 1000).toBeLessThan(1000);
  });
});

describe('the register of URLs', () => {
  it('tells the operator who has what, until when, by which call', async () => {
    const asked = await storage.bulk([
      { filename: 'account-a/told.mp4', uriExpiryTime: '1h' },
      { filename: 'account-a/told.jpg', provider: 'cloud' },
    ]);
    const { body } = await storage.operate('GET', '/v1/storage/urls?account=account-a&filename=account-a/told.mp4');
    expect(body).toEqual({
      nextCursor: null,
      urls: [
        {
          id: expect.stringMatching(/^vu_[\w-]{43}$/),
          mode: 'vault',
          state: 'active',
          once: false,
          account: 'account-a',
          provider: 'source',
          filename: 'account-a/told.mp4',
          requestId: asked.headers['x-request-id'],
          issuedAt: expect.any(Number),
          expiresAt: expect.any(Number),
          usedAt: null,
          revokedAt: null,
        },
      ],
    });
    expect(body.urls[0].expiresAt - body.urls[0].issuedAt).toBe(3600);
    const native = await storage.operate('GET', '/v1/storage/urls?filename=account-a/told.jpg&mode=native');
    expect(native.body.urls).toMatchObject([{ mode: 'native', provider: 'cloud', state: 'active' }]);
  });

  it('pages from the newest on', async () => {
    await storage.bulk(['p1', 'p2', 'p3'].map((name) => ({ filename: `account-a/${name}`, provider: 'media' })));
    const first = await storage.operate('GET', '/v1/storage/urls?provider=media&limit=2');
    const next = await storage.operate(
      'GET',
      `/v1/storage/urls?provider=media&limit=2&cursor=${first.body.nextCursor}`,
    );
    const names = [...first.body.urls, ...next.body.urls].map(({ filename: name }: { filename: string }) => name);
    expect(names.slice(0, 3)).toEqual(['account-a/p3', 'account-a/p2', 'account-a/p1']);
  });

  it('tells an account its own and nobody else’s', async () => {
    const headers = { ...storage.credentials, 'x-kerberos-storage-accesskey': 'AccessKeyOfTheOther' };
    await storage.bulk([{ filename: 'account-b/own.mp4' }], headers);
    const own = await askJson(storage.server.url, '/api/storage/urls?account=account-a', { headers });
    expect(own.body.urls).toMatchObject([{ account: 'account-b', filename: 'account-b/own.mp4' }]);
  });

  it.each(['limit=0', 'limit=201', 'cursor=x', 'mode=other', 'nobody=1', 'account=', 'limit=1&limit=2'])(
    'refuses %s',
    async (query) => {
      const { status, body } = await storage.operate('GET', `/v1/storage/urls?${query}`);
      expect([status, body.code]).toEqual([400, 'vault/request-invalid']);
    },
  );

  it('forgets a URL a week after its end, and none before', async () => {
    const names = ['account-a/forgotten.mp4', 'account-a/kept.mp4'];
    await storage.bulk(names.map((name, index) => ({ filename: name, uriExpiryTime: index === 0 ? '1h' : '2h' })));
    const database = await storage.server.openDatabase();
    await forgetUrls(database, Math.floor(Date.now() / 1000) + 7 * 86_400 + 5400);
    await database.destroy();
    const [forgotten, kept] = await Promise.all(
      names.map((name) => storage.operate('GET', `/v1/storage/urls?filename=${name}`)),
    );
    expect([forgotten?.body.urls.length, kept?.body.urls.length]).toEqual([0, 1]);
  });

  it('cannot take back what a store checks itself, and says what would help', async () => {
    await storage.bulk([{ filename: 'account-a/native.mp4', provider: 'cloud' }, { filename: 'account-a/ours.mp4' }]);
    const { body } = await storage.operate('GET', '/v1/storage/urls?filename=account-a/native.mp4');
    const refused = await storage.operate('POST', `/v1/storage/urls/${body.urls[0].id}/revoke`);
    expect([refused.status, refused.body.code]).toEqual([409, 'vault/url-not-revocable']);
    expect(refused.body.detail).toMatch(/delete the object, rotate the credentials .* or set VAULT_SIGNING/);
    const all = await storage.operate('POST', '/v1/storage/urls/revoke', { filename: 'account-a/native.mp4' });
    expect(all.body).toEqual({ revoked: 0, stillOpen: 1, advice: expect.stringContaining('delete the object') });
  });

  it('refuses to take back what nobody named', async () => {
    expect(outcome(await storage.operate('POST', '/v1/storage/urls/vu_none/revoke'))).toBe('404 vault/url-not-found');
    expect(outcome(await storage.operate('POST', '/v1/storage/urls/revoke', {}))).toBe('400 vault/request-invalid');
  });
});

it('gives a URL for one use as one of ours, whoever could sign', async () => {
  const { body } = await single({ 'x-kerberos-storage-provider': 'cloud', 'x-kerberos-storage-once': 'true' });
  expect(targetOf(body.data)).toMatch(/^\/api\/storage\/signed\?a=account-a&e=\d+&f=[^&]+&o=[\w-]{22}&p=cloud&s=/);
});

it('limits the calls of an account', async () => {
  const headers = { ...storage.credentials, 'x-kerberos-storage-accesskey': 'AccessKeyOfTheOther' };
  const answers = await Promise.all(Array.from({ length: 122 }, () => storage.bulk([], headers)));
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]?.headers['retry-after']).toBe('60');
});

describe('a process with other settings', () => {
  const asked = { filename: 'account-a/film.mp4', provider: 'cloud' };

  it('gives URLs of its own whoever could sign, where it is told so', async () => {
    const other = await startServer({ ...storage.server.config, PORT: 0, VAULT_SIGNING: true });
    const { body } = await storage.bulk([asked], {}, other.url);
    await other.stop();
    expect(body.data).toContain(`${publicUrl}/api/storage/signed?a=account-a`);
  });

  it('neither gives nor takes URLs of its own without a key', async () => {
    const other = await startServer({ ...storage.server.config, PORT: 0, VAULT_URL_SIGNING_KEY: '' });
    const native = await storage.bulk([asked], {}, other.url);
    const ours = await storage.bulk([asked, { filename: 'account-a/film.mp3' }], {}, other.url);
    const signed = await askJson(other.url, '/api/storage/signed?a=1');
    await other.stop();
    expect([native, ours, signed].map(outcome)).toEqual([
      '200 undefined',
      '503 signing_unavailable',
      '503 signing_unavailable',
    ]);
  });
});
