import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putFile } from './put-file.ts';

/** What the store was sent last. */
let sent: { readonly headers: IncomingHttpHeaders; readonly bytes: Buffer };
const store = createServer(async (request, answer) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  sent = { headers: request.headers, bytes: Buffer.concat(chunks) };
  answer.writeHead(request.url === '/full' ? 507 : 200).end('{"detail":"No room."}');
});
let url: string;
beforeAll(async () => {
  await once(store.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${(store.address() as AddressInfo).port}`;
});
afterAll(() => store.close());

const bytes = Buffer.alloc(300_000, 'film');
const put = (path: string) => ({ url: url + path, file: new Blob([bytes]), headers: {} });

describe('putFile', () => {
  it.each([
    ['told of', { onProgress: () => undefined }],
    ['not told of', {}],
  ])('sends the bytes with their number, progress being %s', async (_name, options) => {
    await putFile(fetch, put('/a'), options);
    expect(sent.bytes.equals(bytes)).toBe(true);
    expect(sent.headers).toMatchObject({ 'content-length': '300000' });
    expect(sent.headers).not.toHaveProperty('transfer-encoding');
  });

  it('tells how many bytes have left, the last one included', async () => {
    const told: number[] = [];
    await putFile(fetch, put('/a'), { onProgress: (sentBytes) => told.push(sentBytes) });
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBe(300_000);
  });

  it('sends the fields that the store wants', async () => {
    const headers = { 'x-ms-blob-type': 'BlockBlob' };
    for (const options of [{}, { onProgress: () => undefined }]) {
      await putFile(fetch, { ...put('/a'), headers }, options);
      expect(sent.headers).toMatchObject(headers);
    }
  });

  it('throws what the store refuses with', async () => {
    await expect(putFile(fetch, put('/full'))).rejects.toMatchObject({
      ...{ name: 'ApiError', status: 507, message: 'No room.' },
    });
  });
});
