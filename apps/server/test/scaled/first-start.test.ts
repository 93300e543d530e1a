import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Backends, freshBackends } from '../fixtures/backends.ts';
import { type SpawnedSluice, spawnSluice } from '../fixtures/spawn-sluice.ts';

const secrets = {
  API_KEY: '5f'.repeat(32),
  HMAC_SECRET: '0123456789abcdef'.repeat(4),
  WEBHOOK_SECRET: 'fedcba9876543210'.repeat(4),
  KEY_TOKEN_SECRET: '00112233445566778899aabbccddeeff',
  ENCRYPTION_KEY: 'a1'.repeat(32),
};
let backends: Backends;
let folders: string[];
let processes: SpawnedSluice[] = [];

beforeAll(async () => {
  backends = await freshBackends();
  folders = await Promise.all([0, 1, 2].map(() => mkdtemp(join(tmpdir(), 'sluice-first-'))));
});
afterAll(async () => {
  await Promise.all(processes.map((process) => process.end('SIGTERM')));
  await backends.remove();
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
});

it('processes that start at once on an empty database all come up and find it ready', async () => {
  const ports = { PORT: '0', WORKER_METRICS_PORT: '0', SHUTDOWN_TIMEOUT: '1s' };
  processes = folders.map((DATA_DIR, index) =>
    spawnSluice(['serve', '--role', index === 0 ? 'api' : 'worker'], {
      ...backends.environment,
      ...secrets,
      ...ports,
      DATA_DIR,
    }),
  );
  await Promise.all(processes.map((process) => process.saw(/"serving"/)));
  const url = /"url":"(http:[^"]+)"/.exec(processes[0]?.output() ?? '')?.[1] ?? '';
  const ready = await fetch(`${url}/readyz`);
  expect([ready.status, await ready.text()]).toEqual([200, 'OK']);
  const listed = await fetch(`${url}/api/jobs`, { headers: { 'x-api-key': secrets.API_KEY } });
  expect(await listed.json()).toEqual({ jobs: [], next_cursor: null });
});
