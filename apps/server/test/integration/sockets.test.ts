import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket as Wire } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import WebSocket from 'ws';
import { serveSockets } from '../../src/http/index.ts';
import { createLogger } from '../../src/platform/logger.ts';
import { createRelayPass } from '../../src/platform/relay-pass.ts';
import type { Socket } from '../../src/ports/socket.ts';

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

/** A server whose sockets the test holds from the inside. */
async function startSockets(pingMs: number) {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const opened: Socket[] = [];
  const codes: number[] = [];
  const service = {
    serves: () => true,
    open: (_request: unknown, socket: Socket) => {
      opened.push(socket);
      return { message: () => undefined, closed: (code: number) => void codes.push(code) };
    },
  };
  const log = createLogger('silent');
  const relayPass = createRelayPass('');
  const sockets = serveSockets(server, { service, readClientAddress: (peer) => peer, relayPass, log, pingMs });
  endings.push(() => server.close(), sockets.stop);
  return { port: (server.address() as AddressInfo).port, opened, codes, stop: sockets.stop };
}

/** A client that shook hands and then neither reads nor answers. */
async function openDeaf(port: number): Promise<Wire> {
  const wire = connect(port, '127.0.0.1');
  endings.push(() => wire.destroy());
  wire.write(
    'GET /x HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n' +
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  );
  await once(wire, 'data');
  wire.pause();
  return wire;
}

it('a client that answers no ping is gone, one that answers stays', async () => {
  const { port, codes } = await startSockets(40);
  const alive = new WebSocket(`ws://127.0.0.1:${port}/x`);
  endings.push(() => alive.terminate());
  await once(alive, 'open');
  await openDeaf(port);
  await expect.poll(() => codes).toEqual([1006]);
  await once(alive, 'ping');
  await once(alive, 'ping');
  expect(codes).toEqual([1006]);
});

it('a client that does not take what it is sent is cut off before it fills the memory', async () => {
  const { port, opened, codes } = await startSockets(60_000);
  await openDeaf(port);
  const text = 'x'.repeat(1_000_000);
  for (let count = 0; count < 20; count += 1) opened[0]?.send(text);
  await expect.poll(() => codes).toEqual([1006]);
});

it('a server that stops tells its clients to come back', async () => {
  const { port, stop } = await startSockets(60_000);
  const client = new WebSocket(`ws://127.0.0.1:${port}/x`);
  await once(client, 'open');
  const [[code]] = await Promise.all([once(client, 'close'), stop()]);
  expect(code).toBe(1012);
});
