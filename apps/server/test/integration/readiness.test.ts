import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../../src/compose/start-server.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';

/** A store that takes connections and never says a word. */
let store: Server;
const held = new Set<Socket>();
let server: TestServer;

beforeAll(async () => {
  store = createServer((socket) => {
    held.add(socket);
    socket.on('error', () => undefined);
  }).listen(0, '127.0.0.1');
  await once(store, 'listening');
  server = await startTestServer({
    MODE: 'api',
    MEDIA_DRIVER: 's3',
    MEDIA_S3_ENDPOINT: `http://127.0.0.1:${(store.address() as AddressInfo).port}`,
    ...{ MEDIA_S3_ACCESS_KEY: 'key', MEDIA_S3_SECRET_KEY: 'secret', MEDIA_BUCKET: 'media' },
  });
});
afterAll(async () => {
  for (const socket of held) socket.destroy();
  store.close();
  await server.stop();
});

const get = (target: string, baseUrl = server.url) => rawRequest(baseUrl, target);

it('names the first dependency that does not answer in time, and lives on', async () => {
  const answer = await get('/readyz');
  expect([answer.status, answer.headers['content-type'], answer.body.toString()]).toEqual([
    503,
    'text/plain; charset=UTF-8',
    'not ready: media bucket: timed out',
  ]);
  expect((await get('/healthz')).status).toBe(200);
  expect((await get('/metrics')).body.toString()).toContain('vylux_readiness_failures_total{check="media bucket"} 1\n');
});

describe('a process that only works', () => {
  const start = (port: number) =>
    startServer({ ...server.config, PORT: 0, WORKER_METRICS_PORT: port, MEDIA_DRIVER: 'fs' }, ['worker']);

  it('tells of its health and metrics at WORKER_METRICS_PORT and nowhere else', async () => {
    const { port } = store.address() as AddressInfo;
    // Taken: it works all the same, as several of one address must.
    const [taken, off] = await Promise.all([start(port), start(0)]);
    expect([taken.url, off.url]).toEqual(['', '']);
    await Promise.all([taken.stop(), off.stop()]);

    const free = await freePort();
    const worker = await start(free);
    expect(worker.url).toBe(`http://127.0.0.1:${free}`);
    expect((await get('/healthz', worker.url)).status).toBe(200);
    expect((await get('/metrics', worker.url)).body.toString()).toContain('vylux_worker_tasks_total');
    expect((await get('/api/jobs', worker.url)).status).toBe(404);
    await worker.stop();
  });
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
