import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deploymentEnvironment } from '../fixtures/deployment-environment.ts';
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
  const shared = { ...pace, ...(await deploymentEnvironment(api.config)), WORKER_METRICS_PORT: '0' };
  workers = folders.map((DATA_DIR) => spawnSluice(['serve', '--role', 'worker'], { ...shared, DATA_DIR }));
  await Promise.all(workers.map((worker) => worker.saw(/"serving"/)));
});
afterAll(async () => {
  await Promise.all((workers ?? []).map((worker) => worker.end('SIGKILL')));
  await Promise.all((folders ?? []).map((folder) => rm(folder, { recursive: true, force: true })));
  await api?.stop();
});

/** Jobs that a worker has completed, as it says itself. */
const completedBy = (worker: SpawnedSluice): string[] =>
  [...worker.output().matchAll(/"jobId":"([^"]+)".*"job completed"/g)].map(([, id]) => id ?? '');
/** Holds something while the second worker is at work. */
const scratchOfSecond = () => join(folders[1] ?? '', 'scratch');
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
  await expect.poll(() => workers.flatMap(completedBy).sort()).toEqual(ids.toSorted());
  for (const worker of workers) expect(completedBy(worker).length).toBeGreaterThan(0);

  const last = await Promise.all(['five', 'six', 'seven'].map(order));
  await expect.poll(() => readdir(scratchOfSecond()), { timeout: 60_000, interval: 20 }).not.toEqual([]);
  expect(await workers[1]?.end('SIGKILL')).toBeNull();
  expect(await Promise.all(last.map(ended))).toEqual(last.map(() => 'completed'));
  for (const id of [...ids, ...last]) await expectWhole(id);
});
