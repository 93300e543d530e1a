import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createPatientAgents } from '../../src/adapters/object-store/patient-agents.ts';
import { createReadOverHttp, readWhole } from '../../src/adapters/object-store/read-over-http.ts';
import { startBlackHole } from '../fixtures/black-hole.ts';

const CONNECT_MS = 100;
const read = createReadOverHttp(createPatientAgents(CONNECT_MS), 30_000);
const closings: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closings.splice(0)) await close();
});

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closings.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

test('a read ends where no connection is made in time', async () => {
  const hole = await startBlackHole();
  closings.push(hole.stop);
  await expect(read({ url: `${hole.url}/a` }, undefined)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
});

test('a read ends where the server takes the connection and never speaks TLS', async () => {
  const port = await listen(createTcpServer((socket) => void closings.push(() => socket.destroy())));
  await expect(read({ url: `https://127.0.0.1:${port}/a` }, undefined)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
});

test('an answer may take longer than connecting', async () => {
  const server = createServer((_request, response) => {
    setTimeout(() => response.writeHead(200, { 'content-length': '4' }).end('late'), 2 * CONNECT_MS);
  });
  const body = await read({ url: `http://127.0.0.1:${await listen(server)}/a` }, undefined);
  expect(Buffer.from(await readWhole(body)).toString()).toBe('late');
  server.closeAllConnections();
});
