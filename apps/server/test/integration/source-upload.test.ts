import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keysOf } from '../fixtures/every-object.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';

let server: TestServer;
const MAX = 300_000;

beforeAll(async () => {
  server = await startTestServer({ MAX_FILE_SIZE: String(MAX), LARGE_FILE_THRESHOLD: String(MAX) });
});
afterAll(() => server.stop());

const key = (): Record<string, string> => ({ 'x-api-key': server.config.API_KEY });
const put = (target: string, body: Uint8Array, headers: Record<string, string> = key()) =>
  rawRequest(server.url, target, { method: 'PUT', headers, body });
const storedFiles = () => keysOf(server.source);

/** Sends headers and a part of the body; the caller decides how it ends. */
async function beginUpload(target: string, headers: Record<string, string>, part: Uint8Array) {
  const { hostname, port } = new URL(server.url);
  const outgoing = request({
    hostname,
    port,
    path: target,
    method: 'PUT',
    headers: { ...key(), ...headers },
    agent: false,
  });
  const answer = new Promise<{ status: number; text: string }>((resolve, reject) => {
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('close', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
    });
  });
  answer.catch(() => undefined);
  await new Promise((resolve) => outgoing.write(part, resolve));
  return { outgoing, answer };
}

describe('PUT /v1/source/{key}', () => {
  it('stores a body of known length and tells what it keeps', async () => {
    const answer = await put('/v1/source/films/a%20b.mp4', Buffer.from('hello'), { ...key(), 'content-length': '5' });
    expect(answer.status).toBe(201);
    expect(JSON.parse(answer.body.toString())).toMatchObject({
      key: 'films/a b.mp4',
      size: 5,
      etag: expect.any(String),
    });
    expect(await server.client.findSource('films/a b.mp4')).toMatchObject({ size: 5 });
  });

  it('stores a chunked body, over an older one', async () => {
    const { outgoing, answer } = await beginUpload(
      '/v1/source/films%2Fc.mp4',
      { 'transfer-encoding': 'chunked' },
      Buffer.from('one '),
    );
    outgoing.end('two');
    expect((await answer).status).toBe(201);
    expect(await server.client.findSource('films/c.mp4')).toMatchObject({ size: 7 });
    await put('/v1/source/films/c.mp4', Buffer.from('x'));
    expect(await server.client.findSource('films/c.mp4')).toMatchObject({ size: 1 });
  });

  it('refuses an announced length above the limit before it reads', async () => {
    const { outgoing, answer } = await beginUpload(
      '/v1/source/big.mp4',
      { 'content-length': String(MAX + 1) },
      Buffer.from('x'),
    );
    const { status, text } = await answer;
    outgoing.destroy();
    expect([status, JSON.parse(text)]).toEqual([
      413,
      expect.objectContaining({ code: 'storage/object-too-large', status: 413 }),
    ]);
    expect(await server.client.findSource('big.mp4')).toBeNull();
  });

  it('refuses a chunked body as soon as it is above the limit, and keeps nothing', async () => {
    const before = await storedFiles();
    const { outgoing, answer } = await beginUpload(
      '/v1/source/big.mp4',
      { 'transfer-encoding': 'chunked' },
      Buffer.alloc(MAX + 1),
    );
    const { status } = await answer;
    outgoing.destroy();
    expect(status).toBe(413);
    expect(await storedFiles()).toEqual(before);
  });

  it('keeps nothing of an upload that breaks off', async () => {
    const before = await storedFiles();
    for (const headers of [{ 'content-length': '1000' }, { 'transfer-encoding': 'chunked' }]) {
      const { outgoing } = await beginUpload('/v1/source/half.mp4', headers, Buffer.alloc(500));
      await new Promise((resolve) => setTimeout(resolve, 50));
      outgoing.destroy();
    }
    await expect.poll(storedFiles).toEqual(before);
    expect(await server.client.findSource('half.mp4')).toBeNull();
  });

  it.each([
    '/v1/source/../secrets.json',
    '/v1/source/%2e%2e%2fsecrets.json',
    '/v1/source/a//b',
    '/v1/source/',
    '/v1/source/%00',
    '/v1/source/%ff',
  ])('refuses the key of %s', async (target) => {
    const answer = await put(target, Buffer.from('x'));
    expect([answer.status, answer.headers['content-type']]).toEqual([400, 'application/problem+json']);
    expect(JSON.parse(answer.body.toString())).toMatchObject({
      code: 'storage/invalid-key',
      request_id: answer.headers['x-request-id'],
    });
  });

  it('asks for the API key first', async () => {
    const answer = await put('/v1/source/x.mp4', Buffer.from('x'), {});
    expect([answer.status, JSON.parse(answer.body.toString()).code]).toEqual([401, 'identity/missing-api-key']);
  });
});

describe('GET /v1/source/{key}', () => {
  it('answers HEAD as well', async () => {
    await put('/v1/source/known.mp4', Buffer.from('abc'));
    const head = await rawRequest(server.url, '/v1/source/known.mp4', { method: 'HEAD', headers: key() });
    expect([head.status, head.body.byteLength]).toEqual([200, 0]);
  });

  it('does not know other keys', async () => {
    const answer = await rawRequest(server.url, '/v1/source/none.mp4', { headers: key() });
    expect([answer.status, JSON.parse(answer.body.toString()).code]).toEqual([404, 'storage/object-missing']);
  });
});
