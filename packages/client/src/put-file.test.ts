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

describe('putFile', () => {
  it.each([
    ['told of', { onProgress: () => undefined }],
    ['not told of', {}],
  ])('sends the bytes with their number, progress being %s', async (_name, options) => {
    await putFile(fetch, `${url}/a`, new Blob([bytes]), options);
    expect(sent.bytes.equals(bytes)).toBe(true);
    expect(sent.headers).toMatchObject({ 'content-length': '300000' });
    expect(sent.headers).not.toHaveProperty('transfer-encoding');
  });

  it('tells how many bytes have left, the last one included', async () => {
    const told: number[] = [];
    await putFile(fetch, `${url}/a`, new Blob([bytes]), { onProgress: (sentBytes) => told.push(sentBytes) });
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBe(300_000);
  });

  it('says what Azure asks to be told, to Azure alone', async () => {
    await putFile(fetch, `${url}/a?sv=2025-07-05&sr=b&sig=x`, new Blob(['a']));
    expect(sent.headers['x-ms-blob-type']).toBe('BlockBlob');
    await putFile(fetch, `${url}/a?X-Amz-Signature=x`, new Blob(['a']));
    expect(sent.headers).not.toHaveProperty('x-ms-blob-type');
  });

  it('throws what the store refuses with', async () => {
    await expect(putFile(fetch, `${url}/full`, new Blob(['a']))).rejects.toMatchObject({
      ...{ name: 'ApiError', status: 507, message: 'No room.' },
    });
  });
});
