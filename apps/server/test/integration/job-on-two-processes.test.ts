import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobView } from '@sluice/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deploymentEnvironment } from '../fixtures/deployment-environment.ts';
import { keysOf } from '../fixtures/every-object.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import { readEvents } from '../fixtures/read-events.ts';
import { type SpawnedSluice, spawnSluice } from '../fixtures/spawn-sluice.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';
import { makeTinyClip } from '../fixtures/tiny-clip.ts';

/** Chunks of one second, each slow enough to be met in the middle. */
const slow = { SEGMENT_SECONDS: '1', CHUNK_SECONDS: '1', X264_PRESET: 'veryslow' };
/** The clip counts as large where a job looks at its source first. */
const sizes = { LARGE_FILE_THRESHOLD: '10000', WORKER_CONCURRENCY: '1', LARGE_WORKER_CONCURRENCY: '1' };
let server: TestServer;
let worker: SpawnedSluice;

beforeAll(async () => {
  const [started, clip] = await Promise.all([
    startTestServer({ ...slow, ...sizes, MODE: 'api,edge', SHUTDOWN_TIMEOUT: '20s' }),
    makeTinyClip(12, '320x180'),
  ]);
  server = started;
  await server.client.uploadSource('film.mp4', clip);
});
afterAll(async () => {
  await worker?.end('SIGTERM');
  await server.stop();
});

const key = () => ({ 'x-api-key': server.config.API_KEY });
const eventsOf = (id: string, headers: Record<string, string> = {}) =>
  readEvents(`${server.url}/api/jobs/${id}/events`, { ...key(), ...headers });

async function cancel(id: string): Promise<{ status: number; json: JobView & { message: string } }> {
  const answer = await rawRequest(server.url, `/api/jobs/${id}/cancel`, { method: 'POST', headers: key() });
  return { status: answer.status, json: JSON.parse(answer.body.toString()) };
}

async function create(type: string, hash: string): Promise<string> {
  return (await server.client.createJob({ type, hash, source: 'film.mp4' })).job_id ?? '';
}

async function startWorker(): Promise<void> {
  const { DATA_DIR } = server.config;
  const environment = { ...slow, ...sizes, ...(await deploymentEnvironment(server.config)), PORT: '0', DATA_DIR };
  worker = spawnSluice(['serve', '--role', 'worker'], environment);
}

const states = (text: string): JobView[] =>
  [...text.matchAll(/^data: (.*)$/gm)].map(([, json]) => JSON.parse(json ?? ''));
const idsOf = (text: string): string[] => [...text.matchAll(/^id: (.*)$/gm)].map(([, id]) => id ?? '');
const scratch = () => readdir(join(server.config.DATA_DIR, 'scratch')).catch(() => [] as string[]);
const stored = (prefix: string) => keysOf(server.media, prefix);

/** Marks a job as if a worker had begun to publish its stream and was gone since. */
async function markPublishing(id: string): Promise<void> {
  const database = await server.openDatabase();
  await database.updateTable('jobs').set({ is_publishing: true }).where('id', '=', id).execute();
  await database.destroy();
}

describe('a job that waits', () => {
  it('can no longer be cancelled once it has begun to publish', async () => {
    const id = await create('video:cover', 'publishing');
    await markPublishing(id);
    const message = 'the job is publishing its results and can no longer be cancelled';
    expect(await cancel(id)).toEqual({ status: 409, json: { message } });
  });

  it('never runs once it is cancelled, and an equal order makes a new one', async () => {
    const id = await create('video:cover', 'never');
    const events = await eventsOf(id);
    await events.saw(/"status":"queued"/);
    expect(await cancel(id)).toMatchObject({ status: 200, json: { job_id: id, status: 'cancelled', progress: 0 } });
    await events.ended;
    expect(states(events.text()).map(({ status }) => status)).toEqual(['queued', 'cancelled']);
    expect(await cancel(id)).toMatchObject({ status: 200, json: { status: 'cancelled' } });

    const next = await create('video:cover', 'never');
    expect(next).not.toBe(id);
    await startWorker();
    await server.client.waitForJob(next, { intervalMs: 100 });
    expect((await server.client.getJob(id)).status).toBe('cancelled');
    expect((await cancel(next)).json).toEqual({ message: 'only queued and processing jobs can be cancelled' });
    expect((await cancel(next)).status).toBe(409);
  });
});

describe('a job that another process works on', () => {
  it('holds up nothing small, is told of as it goes, and stops within seconds when it is cancelled, leaving nothing behind', async () => {
    const id = await create('video:transcode', 'stopped');
    const events = await eventsOf(id);
    expect([events.status, events.contentType]).toEqual([200, 'text/event-stream']);
    await events.saw(/"stagePercent":[1-9]/);
    const quick = await create('video:cover', 'quick');
    await server.client.waitForJob(quick, { intervalMs: 50 });
    expect((await server.client.getJob(id)).status).toBe('processing');
    expect(await scratch()).toHaveLength(1);
    expect(await stored('work/')).toContainEqual(expect.stringContaining(`work/${id}/`));

    expect((await cancel(id)).json.status).toBe('cancelled');
    await events.ended;
    await expect.poll(scratch).toEqual([]);
    await expect.poll(() => stored('work/')).toEqual([]);
    expect(states(events.text()).at(-1)).toMatchObject({ status: 'cancelled' });
    expect(states(events.text()).at(-1)).not.toHaveProperty('error');
    expect(await stored('videos/st/stopped/')).toEqual([]);
  });
});

describe('an event stream', () => {
  it('goes on after the event that the reader has, and ends with the final state', async () => {
    const id = await create('video:cover', 'covered');
    const events = await eventsOf(id);
    await events.ended;
    const told = states(events.text());
    expect(told.at(-1)).toEqual(await server.client.getJob(id));
    const percents = told.map(({ progress }) => progress);
    expect(percents).toEqual(percents.toSorted((a, b) => a - b));

    const [last = ''] = idsOf(events.text()).slice(-1);
    const again = await eventsOf(id);
    await again.ended;
    expect(idsOf(again.text())).toEqual([last]);
    expect((await eventsOf(id, { 'last-event-id': last })).status).toBe(204);
    const stale = await eventsOf(id, { 'last-event-id': 'no such event' });
    await stale.ended;
    expect(idsOf(stale.text())).toEqual([last]);
  });

  it('is asked for with the key in its header alone', async () => {
    const target = '/api/jobs/00000000-0000-4000-8000-000000000000/events';
    expect((await rawRequest(server.url, `${target}?x-api-key=${server.config.API_KEY}`)).status).toBe(401);
    expect((await rawRequest(server.url, target, { headers: key() })).status).toBe(404);
  });

  it('is read by the client as a row of states', async () => {
    const seen: JobView[] = [];
    for await (const job of server.client.watchJob(await create('video:cover', 'watched'))) seen.push(job);
    expect(seen.at(-1)).toEqual(await server.client.getJob(seen[0]?.job_id ?? ''));
    expect(seen.at(-1)).toMatchObject({ status: 'completed', results: { format: 'jpg' } });
  });

  it('answers HEAD without beginning', async () => {
    const id = await create('video:cover', 'headed');
    const answer = await rawRequest(server.url, `/api/jobs/${id}/events`, { method: 'HEAD', headers: key() });
    expect([answer.status, answer.headers['content-type'], answer.body.length]).toEqual([200, 'text/event-stream', 0]);
  });
});

it('ends its event streams when it stops, and stops without waiting for their readers', async () => {
  const [stopped] = (await server.client.listJobs({ hash: 'stopped' })).jobs;
  expect(stopped).toMatchObject({ status: 'cancelled', callback_status: 'pending' });
  await worker.end('SIGTERM');
  const events = await eventsOf(await create('video:cover', 'waiting'));
  await events.saw(/"status":"queued"/);
  await server.stop();
  await events.ended;
  expect(states(events.text())).toHaveLength(1);
});
