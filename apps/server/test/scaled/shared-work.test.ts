import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deploymentEnvironment } from '../fixtures/deployment-environment.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import { type SpawnedSluice, spawnSluice } from '../fixtures/spawn-sluice.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';
import { makeTinyClip } from '../fixtures/tiny-clip.ts';

/** A film is a few chunks of a second. */
const pace = { SEGMENT_SECONDS: '1', CHUNK_SECONDS: '1', X264_PRESET: 'medium', WORKER_CONCURRENCY: '1' };
let api: TestServer;
let folders: string[];
let workers: SpawnedSluice[];

beforeAll(async () => {
  const [started, clip] = await Promise.all([
    startTestServer({ ...pace, MODE: 'api,edge', SHUTDOWN_TIMEOUT: '20s' }),
    makeTinyClip(4),
  ]);
  api = started;
  await api.client.uploadSource('film.mp4', clip);
  folders = await Promise.all([0, 1].map(() => mkdtemp(join(tmpdir(), 'sluice-worker-'))));
  const shared = { ...pace, ...(await deploymentEnvironment(api.config)), PORT: '0' };
  workers = folders.map((DATA_DIR) => spawnSluice(['serve', '--role', 'worker'], { ...shared, DATA_DIR }));
  await Promise.all(workers.map((worker) => worker.saw(/"serving"/)));
});
afterAll(async () => {
  await Promise.all((workers ?? []).map((worker) => worker.end('SIGKILL')));
  await Promise.all((folders ?? []).map((folder) => rm(folder, { recursive: true, force: true })));
  await api?.stop();
});

const urlOf = (worker: SpawnedSluice) => /"url":"(http:[^"]+)"/.exec(worker.output())?.[1] ?? '';
/** Films that a worker has completed, as it counts them itself. */
async function completedBy(worker: SpawnedSluice): Promise<number> {
  const text = (await rawRequest(urlOf(worker), '/metrics')).body.toString();
  return Number(/vylux_worker_tasks_total\{task_type="video:transcode",result="success"\} (\d+)/.exec(text)?.[1] ?? 0);
}
const stateOf = async (id: string) => (await api.client.getJob(id)).status;
const order = async (hash: string) =>
  (await api.client.createJob({ type: 'video:transcode', hash, source: 'film.mp4' })).job_id ?? '';
const ended = (id: string) =>
  api.client.waitForJob(id, { intervalMs: 100, signal: AbortSignal.timeout(120_000) }).then(({ status }) => status);

async function expectWhole(id: string): Promise<void> {
  const { uploaded_keys: keys } = (await api.client.getJob(id)).results as { uploaded_keys: string[] };
  expect(keys.filter((key) => /video\/.*seg_\d+\.m4s$/.test(key))).toHaveLength(4);
  for (const key of keys) expect(await api.media.head(key), key).not.toBeNull();
}

it('two workers that share nothing but database and store share the films, and a killed one loses none', async () => {
  const films = ['one', 'two', 'three', 'four'];
  const ids = await Promise.all(films.map(order));
  expect(await Promise.all(ids.map(ended))).toEqual(films.map(() => 'completed'));
  const counts = await Promise.all(workers.map(completedBy));
  expect(counts[0]).toBeGreaterThan(0);
  expect(counts[1]).toBeGreaterThan(0);
  expect(counts.reduce((sum, count) => sum + count)).toBe(films.length);

  const last = await Promise.all(['five', 'six'].map(order));
  const states = () => Promise.all(last.map(stateOf));
  while (!(await states()).every((state) => state === 'processing')) await sleep(20);
  expect(await workers[1]?.end('SIGKILL')).toBeNull();
  expect(await Promise.all(last.map(ended))).toEqual(['completed', 'completed']);
  for (const id of [...ids, ...last]) await expectWhole(id);
});
