import { truncate } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../../src/compose/start-server.ts';
import { type BreakingStore, startBreakingStore } from '../fixtures/breaking-store.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import {
  askJson,
  outcome,
  type StorageServer,
  signedTarget,
  startStorageServer,
  targetOf,
} from '../fixtures/storage-account.ts';

const film = Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 251));
const MIB = 1024 * 1024;
let storage: StorageServer;
/** Another process of the deployment. */
let second: { readonly url: string; stop(): Promise<void> };
let breaking: BreakingStore;
beforeAll(async () => {
  breaking = await startBreakingStore(64 * MIB);
  storage = await startStorageServer();
  second = await startServer({ ...storage.server.config, PORT: 0 });
  const { source } = storage.server;
  await source.put('account-a/film.mp4', film);
  await source.put('account-a/é "page".svg', film);
  await source.put('account-a/notes', film);
  await storage.make('/v1/storage/providers', {
    ...{ name: 'breaking', type: 's3', region: 'us-east-1', bucket: 'films', pathStyle: true },
    ...{ endpoint: breaking.endpoint, accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'of-no-use-to-anybody' },
  });
  await storage.make('/v1/storage/providers', {
    ...{ name: 'away', type: 's3', region: 'us-east-1', bucket: 'films', pathStyle: true },
    ...{ endpoint: 'http://127.0.0.1:9', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'of-no-use-to-anybody' },
  });
  await storage.operate('PATCH', '/v1/storage/accounts/account-a', {
    providers: ['media', 'cloud', 'breaking', 'away'],
  });
});
afterAll(async () => {
  await second.stop();
  await storage.server.stop();
  await breaking.stop();
});

const at = (target: string, headers: Record<string, string> = {}, method = 'GET') =>
  rawRequest(storage.server.url, target, { method, headers });
const refusal = async (target: string, method = 'GET', url = storage.server.url): Promise<string> =>
  outcome(await askJson(url, target, { method }));
const validate = async (target: string) =>
  (await askJson(storage.server.url, target.replace('/signed?', '/signed/validate?'))).body;
const { target } = signedTarget();
const nowSeconds = () => Math.floor(Date.now() / 1000);

describe('GET of a URL that we signed', () => {
  it('gives the object with everything that a player and a cache want to know', async () => {
    const { status, headers, body } = await at(target, { origin: 'https://player.example' });
    expect([status, body.equals(film)]).toEqual([200, true]);
    expect(headers).toMatchObject({
      'content-type': 'video/mp4',
      'content-length': '1000',
      'accept-ranges': 'bytes',
      etag: expect.stringMatching(/^"[^"]+"$/),
      'last-modified': expect.stringContaining('GMT'),
      'x-content-type-options': 'nosniff',
      'cache-control': expect.stringMatching(/^private, max-age=(3600|359\d), no-transform$/),
      'access-control-allow-origin': '*',
      'access-control-expose-headers': expect.stringMatching(/Accept-Ranges, Content-Length, Content-Range, ETag/),
      'content-disposition': "inline; filename*=UTF-8''film.mp4",
      'referrer-policy': 'no-referrer',
    });
  });

  it.each([
    ['bytes=0-99', 206, 'bytes 0-99/1000', 100],
    ['bytes=900-', 206, 'bytes 900-999/1000', 100],
    ['bytes=-10', 206, 'bytes 990-999/1000', 10],
    ['bytes=0-1,5-6', 200, undefined, 1000],
    ['lines=0-1', 200, undefined, 1000],
    ['bytes=x', 200, undefined, 1000],
    ['bytes=1000-', 416, 'bytes */1000', 0],
  ])('with Range %s answers %i', async (range, status, contentRange, length) => {
    const answer = await at(target, { range });
    expect([answer.status, answer.headers['content-range'], answer.body.length]).toEqual([
      status,
      contentRange,
      length,
    ]);
  });

  it('weighs the conditions of a request', async () => {
    const { headers } = await at(target, {}, 'HEAD');
    const { etag = '', 'last-modified': date = '' } = headers;
    const statusOf = async (given: Record<string, string>) => (await at(target, given)).status;
    expect(await statusOf({ 'if-none-match': etag })).toBe(304);
    expect(await statusOf({ 'if-modified-since': date })).toBe(304);
    expect(await statusOf({ 'if-match': '"other"' })).toBe(412);
    expect(await statusOf({ 'if-match': etag })).toBe(200);
    expect(await statusOf({ range: 'bytes=0-1', 'if-range': etag })).toBe(206);
    expect(await statusOf({ range: 'bytes=0-1', 'if-range': '"other"' })).toBe(200);
  });

  it('hands what a browser would run to nobody but a disk', async () => {
    const page = await at(signedTarget({ filename: 'account-a/é "page".svg' }).target);
    expect(page.headers['content-disposition']).toBe("attachment; filename*=UTF-8''%C3%A9%20%22page%22.svg");
    const plain = await at(signedTarget({ filename: 'account-a/notes' }).target);
    expect(plain.headers['content-type']).toBe('application/octet-stream');
  });

  it('answers HEAD as a check of the whole link', async () => {
    const full = await at(target);
    const head = await at(target, { range: 'bytes=0-1' }, 'HEAD');
    expect([head.status, head.body.length]).toEqual([200, 0]);
    for (const name of [
      'content-length',
      'content-type',
      'etag',
      'last-modified',
      'content-disposition',
      'accept-ranges',
    ])
      expect(head.headers[name], name).toBe(full.headers[name]);
    expect((await at(signedTarget({ filename: 'account-a/none' }).target, {}, 'HEAD')).status).toBe(404);
  });

  it('answers a preflight', async () => {
    const { status, headers } = await at(target, { origin: 'https://player.example' }, 'OPTIONS');
    expect(status).toBe(204);
    expect(headers['access-control-allow-methods']).toMatch(/GET, HEAD/);
    expect(headers['access-control-allow-headers']).toMatch(/\bRange\b/);
  });

  const last = target.slice(-1) === '0' ? '1' : '0';
  it.each([
    ['a missing parameter', () => target.replace(/&p=[^&]*/, ''), '400 request_invalid'],
    ['a parameter twice', () => `${target}&f=x`, '400 request_invalid'],
    ['a signature in upper case', () => target.slice(0, -64) + target.slice(-64).toUpperCase(), '400 request_invalid'],
    ['a changed signature', () => target.slice(0, -1) + last, '403 signature_invalid'],
    ['a changed file', () => target.replace('film', 'filn'), '403 signature_invalid'],
    ['a forged one that has ended', () => target.replace(/e=\d+/, 'e=1'), '403 signature_invalid'],
    ['one that has ended', () => signedTarget({ expiresAtSeconds: nowSeconds() - 1 }).target, '403 url_expired'],
    ['an unknown account', () => signedTarget({ account: 'nobody' }).target, '403 access_revoked'],
    ['a provider that is not the account’s', () => signedTarget({ provider: 'other' }).target, '403 access_revoked'],
    ['an object that is not there', () => signedTarget({ filename: 'account-a/none' }).target, '404 object_not_found'],
    ['a store that is away', () => signedTarget({ provider: 'away' }).target, '502 storage_unreachable'],
  ])('refuses %s', async (_what, make, expected) => {
    const answer = await askJson(storage.server.url, make());
    expect([outcome(answer), answer.headers['cache-control']]).toEqual([expected, 'no-store']);
  });

  it('is open through its last second', async () => {
    const soon = signedTarget({ expiresAtSeconds: nowSeconds() + 1 });
    expect((await at(soon.target)).status).toBe(200);
  });
});

describe('GET of a large object', () => {
  const large = signedTarget({ provider: 'breaking', filename: 'account-a/large.mp4' }).target;
  const start = (path: string) =>
    new Promise<IncomingMessage>((resolve) => get(`${storage.server.url}${path}`, { agent: false }, resolve));

  it('stops reading from the store once nobody reads on', async () => {
    const response = await start(large);
    await new Promise((resolve) => response.once('data', resolve));
    response.pause();
    expect(breaking.open.size).toBe(1);
    response.destroy();
    await expect.poll(() => breaking.open.size).toBe(0);
  });

  it('breaks the connection off where the store breaks off, so that half of it looks like nothing else', async () => {
    const response = await start(large);
    expect([response.statusCode, response.headers['content-length']]).toEqual([200, String(breaking.size)]);
    await new Promise((resolve) => response.once('data', resolve));
    breaking.breakAfter(0);
    const failure = await new Promise((resolve) => {
      response.on('error', resolve);
      response.on('end', () => resolve('an end'));
      response.resume();
    });
    expect(failure).toMatchObject({ code: 'ECONNRESET' });
    breaking.breakAfter(Number.POSITIVE_INFINITY);
  });
});

it('never ends an answer as if it were whole where the object has become shorter meanwhile', async () => {
  await storage.server.source.put('account-a/shrinking.mp4', new Uint8Array(48 * MIB));
  const path = signedTarget({ filename: 'account-a/shrinking.mp4' }).target;
  const response = await new Promise<IncomingMessage>((resolve) =>
    get(`${storage.server.url}${path}`, { agent: false }, resolve),
  );
  await new Promise((resolve) => response.once('data', resolve));
  response.pause();
  await truncate(join(storage.server.config.SOURCE_DIR, 'account-a/shrinking.mp4'), MIB);
  const failure = await new Promise((resolve) => {
    response.on('error', resolve);
    response.on('end', () => resolve('an end'));
    response.resume();
  });
  expect(failure).toMatchObject({ code: 'ECONNRESET' });
});

describe('asking whether a URL is good', () => {
  const expiresAtSeconds = nowSeconds() + 3600;
  const genuine = signedTarget({ expiresAtSeconds }).target;

  it('tells what a good one says, and looks at no object', async () => {
    const body = await validate(signedTarget({ expiresAtSeconds, filename: 'account-a/none' }).target);
    expect(body).toEqual({
      valid: true,
      reason: 'ok',
      account: 'account-a',
      provider: 'source',
      filename: 'account-a/none',
      expiresAt: expiresAtSeconds,
      expiresAtIso: new Date(expiresAtSeconds * 1000).toISOString().replace('.000', ''),
      expiresIn: expect.any(Number),
    });
    expect(body.expiresIn).toBeGreaterThan(3500);
  });

  it('tells of a forged one only that it is one', async () => {
    expect(await validate(genuine.replace('film', 'filn'))).toEqual({ valid: false, reason: 'signature_invalid' });
  });

  it('tells why a genuine one opens nothing', async () => {
    const ended = await validate(signedTarget({ expiresAtSeconds: nowSeconds() - 5 }).target);
    expect(ended).toMatchObject({ valid: false, reason: 'url_expired', account: 'account-a' });
    expect(ended.expiresIn).toBeLessThan(0);
    const revoked = await validate(signedTarget({ provider: 'other', expiresAtSeconds }).target);
    expect(revoked).toMatchObject({ valid: false, reason: 'access_revoked', provider: 'other' });
  });

  it('answers 400 for what cannot be read, and HEAD without a word', async () => {
    const path = genuine.replace('/signed?', '/signed/validate?');
    expect(outcome(await askJson(storage.server.url, `${path}&e=1`))).toBe('400 request_invalid');
    const head = await at(path, {}, 'HEAD');
    expect([head.status, head.body.length, head.headers['cache-control']]).toEqual([200, 0, 'no-store']);
  });
});

describe('an account that is taken away', () => {
  it('takes its URLs along at once, and gives them back with itself', async () => {
    const { target: other } = signedTarget({ account: 'account-b', filename: 'account-a/film.mp4' });
    expect((await at(other)).status).toBe(200);
    await storage.operate('PATCH', '/v1/storage/accounts/account-b', { enabled: false });
    expect(await refusal(other)).toBe('403 access_revoked');
    await storage.operate('PATCH', '/v1/storage/accounts/account-b', { enabled: true });
    expect((await at(other)).status).toBe(200);
  });
});

describe('a URL for one use', () => {
  const issue = async (filename: string, more = {}): Promise<string> => {
    const { body } = await storage.bulk([{ filename, once: true, ...more }]);
    return targetOf(JSON.parse(body.data)[filename]);
  };

  it('opens for exactly one of many who ask in several processes at once', async () => {
    const once = await issue('account-a/film.mp4');
    const urls = Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? storage.server.url : second.url));
    const answers = await Promise.all(urls.map((url) => rawRequest(url, once)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 403)).toHaveLength(11);
    expect((await validate(once)).reason).toBe('access_revoked');
  });

  it('is not used up by a look at it, nor by an answer without bytes', async () => {
    const once = await issue('account-a/film.mp4');
    const { headers } = await at(once, {}, 'HEAD');
    expect(headers['cache-control']).toBe('no-store');
    expect((await validate(once)).valid).toBe(true);
    expect((await at(once, { 'if-none-match': headers.etag ?? '' })).status).toBe(304);
    expect((await at(once, { range: 'bytes=5000-' })).status).toBe(416);
    expect((await at(once, { range: 'bytes=0-9' })).status).toBe(206);
    expect(await refusal(once)).toBe('403 access_revoked');
    const { body } = await storage.operate('GET', '/v1/storage/urls?filename=account-a/film.mp4&limit=1');
    expect(body.urls[0]).toMatchObject({ once: true, state: 'used', usedAt: expect.any(Number) });
  });

  it('is not used up where there is no object, and opens a large one once', async () => {
    const missing = await issue('account-a/later.bin');
    expect(await refusal(missing)).toBe('404 object_not_found');
    await storage.server.source.put('account-a/later.bin', new Uint8Array(3 * MIB));
    expect((await at(missing)).body.length).toBe(3 * MIB);
    expect(await refusal(missing)).toBe('403 access_revoked');
  });

  it('cannot be had for longer by leaving its nonce out, or made by adding one', async () => {
    const once = await issue('account-a/notes');
    expect(await refusal(once.replace(/&o=[^&]*/, ''))).toBe('403 signature_invalid');
    expect((await at(`${target}&o=AAAAAAAAAAAAAAAAAAAAAA`)).status).toBe(200);
  });
});

describe('taking back', () => {
  const give = async (...names: string[]): Promise<string[]> => {
    const { body } = await storage.bulk(names.map((filename) => ({ filename })));
    return Object.values(JSON.parse(body.data) as Record<string, string>).map(targetOf);
  };
  const idOf = async (filename: string): Promise<string> =>
    (await storage.operate('GET', `/v1/storage/urls?filename=${encodeURIComponent(filename)}&limit=1`)).body.urls[0].id;

  it('ends one URL in every process, and none of the others', async () => {
    await storage.server.source.put('account-a/one.mp4', film);
    const [one = '', other = ''] = await give('account-a/one.mp4', 'account-a/film.mp4');
    const { body } = await storage.operate('POST', `/v1/storage/urls/${await idOf('account-a/one.mp4')}/revoke`);
    expect(body).toMatchObject({ state: 'revoked', filename: 'account-a/one.mp4', revokedAt: expect.any(Number) });
    expect(await refusal(one)).toBe('403 access_revoked');
    expect((await at(other)).status).toBe(200);
    await expect.poll(() => refusal(one, 'GET', second.url)).toBe('403 access_revoked');
    expect((await validate(one)).reason).toBe('access_revoked');
  });

  it('cuts a transfer that is running', async () => {
    const { body } = await storage.bulk([{ filename: 'account-a/cut.mp4', provider: 'breaking', once: true }]);
    const url = storage.server.url + targetOf(JSON.parse(body.data)['account-a/cut.mp4']);
    const response = await new Promise<IncomingMessage>((resolve) => get(url, { agent: false }, resolve));
    await new Promise((resolve) => response.once('data', resolve));
    response.pause();
    const failure = new Promise((resolve) => response.on('error', resolve));
    await storage.operate('POST', '/v1/storage/urls/revoke', { filename: 'account-a/cut.mp4' });
    response.resume();
    expect(await failure).toMatchObject({ code: 'ECONNRESET' });
    await expect.poll(() => breaking.open.size).toBe(0);
  });

  it('gives one that opens to whoever asks again in the same second', async () => {
    await storage.server.source.put('account-a/again.mp4', film);
    const [first = ''] = await give('account-a/again.mp4');
    await storage.operate('POST', '/v1/storage/urls/revoke', { filename: 'account-a/again.mp4' });
    const [next = ''] = await give('account-a/again.mp4');
    expect(next).not.toBe(first);
    expect((await at(next)).status).toBe(200);
    expect(await refusal(first)).toBe('403 access_revoked');
  });

  it('ends every URL of a file, and every URL of an account', async () => {
    await storage.server.source.put('account-a/two.mp4', film);
    const [ofFile = ''] = await give('account-a/two.mp4');
    const [ofAccount = ''] = await give('account-a/film.mp4');
    const file = await storage.operate('POST', '/v1/storage/urls/revoke', { filename: 'account-a/two.mp4' });
    expect(file.body).toEqual({ revoked: 1, stillOpen: 0, advice: null });
    expect([await refusal(ofFile), (await at(ofAccount)).status]).toEqual(['403 access_revoked', 200]);
    const account = await storage.operate('POST', '/v1/storage/urls/revoke', { account: 'account-a' });
    expect(account.body.revoked).toBeGreaterThan(0);
    expect(await refusal(ofAccount)).toBe('403 access_revoked');
  });
});

it('limits how often an address may ask whether a URL is good', async () => {
  const path = target.replace('/signed?', '/signed/validate?');
  const answers = await Promise.all(Array.from({ length: 122 }, () => at(path)));
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]?.headers['retry-after']).toBe('60');
});
