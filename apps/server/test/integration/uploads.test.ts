import { randomBytes } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Upload, type UploadOptions } from 'tus-js-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../../src/compose/start-server.ts';
import { databaseUrlOf } from '../fixtures/database-url.ts';
import { keysOf } from '../fixtures/every-object.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import { askJson, outcome, type StorageServer, startStorageServer } from '../fixtures/storage-account.ts';

const MAX = 400_000;
let storage: StorageServer;
let spool: string;
beforeAll(async () => {
  storage = await startStorageServer({
    MODE: 'all',
    MAX_FILE_SIZE: String(MAX),
    LARGE_FILE_THRESHOLD: String(MAX),
    UPLOAD_SPOOL_SIZE: '900000',
  });
  spool = join(storage.server.config.DATA_DIR, 'uploads');
});
afterAll(() => storage.server.stop());

const named = (filename: string, provider = 'source') => ({
  ...storage.credentials,
  'x-kerberos-storage-filename': filename,
  'x-kerberos-storage-provider': provider,
});
const ofOther = () => ({ ...storage.credentials, 'x-kerberos-storage-accesskey': 'AccessKeyOfTheOther' });
const ask = (method: string, target: string, headers: Record<string, string>, body?: string | Uint8Array) =>
  askJson(storage.server.url, target, { method, headers, ...(body === undefined ? {} : { body }) });
const stored = async (key: string) => Buffer.from((await storage.server.source.readBytes(key)).bytes);
const tusHeaders = { 'tus-resumable': '1.0.0' };

describe('recorders', () => {
  it('store, read and delete an object by header fields', async () => {
    const bytes = randomBytes(1000);
    const headers = {
      ...named('clip.mp4'),
      'x-kerberos-storage-directory': 'account-a',
      'x-kerberos-storage-capture': 'IPCamera',
    };
    const answer = await ask('POST', '/api/storage', headers, bytes);
    expect([answer.status, answer.body.data]).toEqual([
      200,
      { filename: 'account-a/clip.mp4', provider: 'source', size: 1000, etag: expect.any(String) },
    ]);
    expect(await stored('account-a/clip.mp4')).toEqual(bytes);
    const blob = await rawRequest(storage.server.url, '/api/storage/blob', { headers: named('account-a/clip.mp4') });
    expect([blob.status, blob.headers['content-type'], blob.body.equals(bytes)]).toEqual([200, 'video/mp4', true]);
    const range = { ...named('account-a/clip.mp4'), range: 'bytes=10-19' };
    const part = await rawRequest(storage.server.url, '/api/storage/blob', { headers: range });
    expect([part.status, part.headers['content-range'], part.body.equals(bytes.subarray(10, 20))]).toEqual([
      206,
      'bytes 10-19/1000',
      true,
    ]);
    expect((await ask('DELETE', '/api/storage', named('account-a/clip.mp4'))).status).toBe(200);
    expect(outcome(await ask('GET', '/api/storage/blob', named('account-a/clip.mp4')))).toBe('404 object_not_found');
  });

  it.each([
    ['POST', '/api/storage'],
    ['GET', '/api/storage/blob'],
    ['DELETE', '/api/storage'],
  ])('are kept to their directory and providers by %s %s', async (method, target) => {
    const answer = async (headers: Record<string, string>) =>
      outcome(await ask(method, target, headers, method === 'POST' ? 'x' : undefined));
    expect(await answer(named('account-b/x.mp4'))).toBe('401 storage_directory_invalid');
    expect(await answer({ ...named('x.mp4'), 'x-kerberos-storage-directory': 'account-b' })).toBe(
      '401 storage_directory_invalid',
    );
    expect(await answer(named('account-a/../account-b/x.mp4'))).toBe('400 file_invalid_name');
    expect(await answer(named('account-a/x.mp4', 'nowhere'))).toBe('401 storage_provider_not_found');
    expect(await answer({ ...named('account-a/x.mp4'), 'x-kerberos-storage-secretaccesskey': 'wrong'.repeat(8) })).toBe(
      '401 storage_account_not_found',
    );
    expect(await answer(storage.credentials)).toBe('400 file_missing_name');
  });

  it('keep nothing of what is too large', async () => {
    const answer = await ask('POST', '/api/storage', named('account-a/large.mp4'), Buffer.alloc(MAX + 1)).catch(
      () => null,
    );
    if (answer !== null) expect(outcome(answer)).toBe('413 request_invalid');
    expect(await storage.server.source.head('account-a/large.mp4')).toBeNull();
  });
});

describe('POST /v1/storage/uploads/presign', () => {
  const presign = (body: unknown) =>
    ask(
      'POST',
      '/v1/storage/uploads/presign',
      { ...storage.credentials, 'content-type': 'application/json' },
      JSON.stringify(body),
    );

  it('gives a URL of the store with what to send along', async () => {
    const { status, body } = await presign({
      filename: 'account-a/x.mp4',
      provider: 'cloud',
      expiresIn: '30m',
      contentType: 'video/mp4',
    });
    expect([status, body.method, body.headers]).toEqual([200, 'PUT', { 'content-type': 'video/mp4' }]);
    expect(body.url).toMatch(/s3\.example\.com.*account-a\/x\.mp4\?.*X-Amz-Expires=1800&/);
  });

  it('points to tus where the store signs nothing, and signs nothing outside of the directory', async () => {
    if (storage.server.config.SOURCE_DRIVER === 'fs')
      expect(outcome(await presign({ filename: 'account-a/x.mp4' }))).toBe('409 presign_unsupported');
    expect(outcome(await presign({ filename: 'account-b/x.mp4', provider: 'cloud' }))).toBe(
      '401 storage_directory_invalid',
    );
    expect(outcome(await presign({ filename: 'account-a/x.mp4', expiresIn: '8d' }))).toBe('400 request_invalid');
    expect(outcome(await presign({ filename: 7 }))).toBe('400 request_invalid');
  });
});

/** A grant for `account-a`. */
async function grant(body: Record<string, unknown>): Promise<string> {
  const headers = { ...storage.credentials, 'content-type': 'application/json' };
  const answer = await ask('POST', '/v1/storage/upload-grants', headers, JSON.stringify(body));
  expect(answer.status).toBe(201);
  return answer.body.token;
}

/** Uploads by the stock client, which may be stopped after some bytes; resolves with where the upload is. */
function upload(bytes: Buffer, options: Partial<UploadOptions>, stopAfterBytes?: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const running: Upload = new Upload(bytes as unknown as UploadOptions['onSuccess'] & Buffer, {
      endpoint: `${storage.server.url}/v1/storage/uploads`,
      chunkSize: 100_000,
      retryDelays: [],
      ...options,
      onError: reject,
      onSuccess: () => resolve(running.url ?? ''),
      onChunkComplete(_size, accepted) {
        if (stopAfterBytes === undefined || accepted < stopAfterBytes) return;
        void running.abort().then(() => resolve(running.url ?? ''));
      },
    });
    running.start();
  });
}

describe('tus with the stock client', () => {
  it('goes on after the server was started again, and the object appears only when it is whole', async () => {
    const bytes = randomBytes(350_000);
    const token = await grant({ filename: 'account-a/resumed.mp4', maxBytes: 350_000 });
    const headers = { authorization: `Bearer ${token}` };
    const url = await upload(bytes, { headers, metadata: { filetype: 'video/mp4' } }, 200_000);
    expect(await storage.server.source.head('account-a/resumed.mp4')).toBeNull();

    const { config } = storage.server;
    // A second process on the same folder: what a new start of the first one finds.
    const again = await startServer({ ...config, PORT: 0, DATABASE_URL: await databaseUrlOf(config) }, ['api']);
    try {
      const there = url.replace(storage.server.url, again.url);
      const half = await rawRequest(again.url, new URL(there).pathname, {
        method: 'HEAD',
        headers: { ...headers, ...tusHeaders },
      });
      expect([half.status, half.headers['upload-offset'], half.headers['upload-length']]).toEqual([
        200,
        '200000',
        '350000',
      ]);
      await upload(bytes, { headers, uploadUrl: there });
    } finally {
      await again.stop();
    }
    expect(await stored('account-a/resumed.mp4')).toEqual(bytes);
    // Who lost the last answer learns that all of it arrived; the bytes are gone from the spool.
    const id = new URL(url).pathname.split('/').at(-1) ?? '';
    const view = await ask('GET', `/v1/storage/uploads/${id}`, storage.credentials);
    expect(view.body).toMatchObject({
      offset: 350_000,
      size: 350_000,
      isStored: true,
      filename: 'account-a/resumed.mp4',
    });
    expect((await stat(join(spool, id))).blocks).toBe(0);
  });

  it('takes the credentials of an account as well, and its jobs find what was uploaded', async () => {
    const picture = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    await upload(picture, { headers: named('account-a/dot.png') });
    const order = {
      type: 'image:thumbnail',
      hash: 'dot',
      source: 'account-a/dot.png',
      options: { outputs: [{ variant: 'small', width: 1, height: 1, format: 'webp' }] },
    };
    const { job_id: jobId } = await storage.server.client.createJob(
      order as Parameters<typeof storage.server.client.createJob>[0],
    );
    expect((await storage.server.client.waitForJob(jobId ?? '', { intervalMs: 50 })).status).toBe('completed');
  });

  it('refuses another directory, and what is too large, and keeps nothing', async () => {
    const before = await readdir(spool);
    await expect(upload(randomBytes(10), { headers: named('account-b/x.mp4') })).rejects.toThrow(
      /storage_directory_invalid/,
    );
    const token = await grant({ filename: 'account-a/small.mp4', maxBytes: 5 });
    const headers = { authorization: `Bearer ${token}` };
    await expect(upload(randomBytes(6), { headers })).rejects.toThrow(/response code: 413/);
    await expect(upload(randomBytes(MAX + 1), { headers: named('account-a/x.mp4') })).rejects.toThrow(
      /response code: 413/,
    );
    expect(await readdir(spool)).toEqual(before);
    expect(await keysOf(storage.server.source, 'account-b/')).toEqual([]);
  });

  it('knows no upload of another account or for another grant', async () => {
    const bytes = randomBytes(150_000);
    const url = await upload(bytes, { headers: named('account-a/own.mp4') }, 100_000);
    const { pathname } = new URL(url);
    const other = await grant({ filename: 'account-a/other.mp4' });
    const own = await grant({ filename: 'account-a/own.mp4' });
    for (const method of ['HEAD', 'GET', 'PATCH', 'DELETE']) {
      const status = async (headers: Record<string, string>) =>
        (await rawRequest(storage.server.url, pathname, { method, headers: { ...tusHeaders, ...headers } })).status;
      expect(await status(ofOther())).toBe(404);
      expect(await status({ authorization: `Bearer ${other}` })).toBe(404);
      expect(await status({ authorization: `Bearer ${own.slice(0, -3)}AAA` })).toBe(401);
      expect(await status({})).toBe(400);
    }
    await upload(bytes, { headers: { authorization: `Bearer ${own}` }, uploadUrl: url });
    expect(await stored('account-a/own.mp4')).toEqual(bytes);
  });

  it('gives an upload up, and takes no more than there is room for', async () => {
    const begin = (size: number) =>
      rawRequest(storage.server.url, '/v1/storage/uploads', {
        method: 'POST',
        headers: { ...named('account-a/room.mp4'), ...tusHeaders, 'upload-length': String(size) },
      });
    const first = await begin(MAX);
    const second = await begin(MAX);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect((await begin(MAX)).status).toBe(507);
    for (const { headers } of [first, second]) {
      const gone = { method: 'DELETE', headers: { ...storage.credentials, ...tusHeaders } };
      expect((await rawRequest(storage.server.url, headers.location ?? '', gone)).status).toBe(204);
      expect((await rawRequest(storage.server.url, headers.location ?? '', gone)).status).toBe(404);
    }
    expect((await begin(MAX)).status).toBe(201);
  });

  it('may be called by pages of any origin, which are never asked for the secret of an account', async () => {
    const answer = await rawRequest(storage.server.url, '/v1/storage/uploads', {
      method: 'OPTIONS',
      headers: { origin: 'https://app.example' },
    });
    expect(answer.status).toBe(204);
    expect(answer.headers['access-control-allow-headers']).toMatch(/Authorization.*Tus-Resumable.*Upload-Offset/);
    expect(answer.headers['access-control-allow-headers']).not.toMatch(/kerberos/i);
  });
});
