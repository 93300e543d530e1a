import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseCidr } from '@sluice/access';
import { afterEach, expect, it } from 'vitest';
import { isSluiceError } from '../../ports/sluice-error.ts';
import { createSafeFetch } from './create-safe-fetch.ts';

const here = ['127.0.0.0/8', '::1/128'].flatMap((text) => parseCidr(text) ?? []);
const open: Server[] = [];

afterEach(() => {
  for (const server of open.splice(0)) server.close().closeAllConnections();
});

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  open.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function outcome(url: string, networks = here, changes = {}) {
  const order = { url, method: 'POST', headers: {}, timeoutMs: 2000, maxAnswerBytes: 100, ...changes } as const;
  try {
    const { status, bytes } = await createSafeFetch(networks)(order);
    return `${status} ${Buffer.from(bytes).toString()}`;
  } catch (error) {
    return isSluiceError(error) ? error.code : error;
  }
}

it('sends a body and brings back the answer, by address and by name', async () => {
  const port = await serve((request, response) => {
    request.pipe(response.writeHead(201, { 'x-seen': String(request.headers['content-length']) }));
  });
  const body = new TextEncoder().encode('{"a":"ü"}');
  expect(await outcome(`http://127.0.0.1:${port}/x`, here, { body })).toBe('201 {"a":"ü"}');
  expect(await outcome(`http://localhost:${port}/x`, here, { body })).toBe('201 {"a":"ü"}');
});

it('connects to no private address, however it is written', async () => {
  let calls = 0;
  const port = await serve((_, response) => {
    calls += 1;
    response.end();
  });
  for (const host of ['127.0.0.1', '127.1', '0x7f000001', '[::ffff:127.0.0.1]', 'localhost', '0.0.0.0']) {
    expect(await outcome(`http://${host}:${port}/`, []), host).toBe('outgoing/address-refused');
  }
  expect(calls).toBe(0);
});

it.each(['ftp://example.com/', 'http://user:word@127.0.0.1/', 'file:///etc/passwd', 'nonsense'])(
  'calls nothing at %s',
  async (url) => expect(await outcome(url)).toBe('outgoing/url-refused'),
);

it('hands a redirect back instead of following it', async () => {
  const port = await serve((_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end('moved'));
  expect(await outcome(`http://127.0.0.1:${port}/`)).toBe('302 moved');
});

it('gives up on an answer that is too long, too slow, cut off, or not there', async () => {
  const long = await serve((_, response) => response.end('x'.repeat(101)));
  const slow = await serve((_, response) => response.writeHead(200).write('a'));
  const cut = await serve((_, response) => {
    response.writeHead(200, { 'content-length': '5' }).write('a', () => response.destroy());
  });
  expect(await outcome(`http://127.0.0.1:${long}/`)).toBe('outgoing/answer-too-large');
  expect(await outcome(`http://127.0.0.1:${slow}/`, here, { timeoutMs: 60 })).toBe('outgoing/timed-out');
  expect(await outcome(`http://127.0.0.1:${cut}/`)).toBe('outgoing/unreachable');
  expect(await outcome('http://127.0.0.1:1/')).toBe('outgoing/unreachable');
});
