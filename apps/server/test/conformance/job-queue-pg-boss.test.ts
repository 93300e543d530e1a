import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase } from '../../src/adapters/database/create-database.ts';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/adapters/database/embedded/start-embedded-postgres.ts';
import { createPgBossJobQueue } from '../../src/adapters/job-queue/pg-boss/create-pg-boss-job-queue.ts';
import { createLogger } from '../../src/platform/logger.ts';
import type { Database } from '../../src/ports/database.ts';
import type { JobQueue, QueuedWork, QueueName } from '../../src/ports/job-queue.ts';
import { type StartedScript, startScript } from '../fixtures/start-script.ts';

const log = createLogger('silent');
let dataDir: string;
let embedded: EmbeddedPostgres;
let database: Database;
let queues: JobQueue[] = [];
let scripts: StartedScript[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sluice-queue-'));
  embedded = await startEmbeddedPostgres({ dataDir, log });
  database = createDatabase({ connection: embedded.address, log });
});
afterEach(async () => {
  for (const queue of queues) await queue.stop(0);
  for (const script of scripts) await script.end('SIGKILL');
  queues = [];
  scripts = [];
});
afterAll(async () => {
  await database.destroy();
  await embedded.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function startQueue(): Promise<JobQueue> {
  const queue = createPgBossJobQueue({ connection: embedded.address, database, log, retryDelaySeconds: 1 });
  await queue.start();
  queues.push(queue);
  return queue;
}

async function stopQueue(queue: JobQueue, graceMs: number): Promise<void> {
  queues = queues.filter((other) => other !== queue);
  await queue.stop(graceMs);
}

async function startWorker(): Promise<StartedScript> {
  const script = startScript('work-on-queue.ts', [embedded.address.host]);
  scripts.push(script);
  await script.line((line) => line === 'ready');
  return script;
}

/** Queues new work and gives its job's id. */
async function enqueue(queue: JobQueue, name: QueueName = 'default'): Promise<string> {
  const jobId = randomUUID();
  await database.transaction().execute((transaction) => queue.enqueue(transaction, name, jobId));
  return jobId;
}

/** A handler that writes down what it was given and then does `act`. */
function recorder(act: (work: QueuedWork) => Promise<void> = async () => undefined) {
  const seen: QueuedWork[] = [];
  const handle = async (work: QueuedWork): Promise<void> => {
    seen.push(work);
    await act(work);
  };
  const of = (jobId: string): QueuedWork[] => seen.filter((work) => work.jobId === jobId);
  return { handle, of };
}

const untilAborted = (work: QueuedWork): Promise<never> =>
  new Promise((_, reject) => {
    if (work.signal.aborted) reject(work.signal.reason);
    work.signal.addEventListener('abort', () => reject(work.signal.reason));
  });

describe('queued work', () => {
  test('runs once, soon after its transaction is committed', async () => {
    const queue = await startQueue();
    const { handle, of } = recorder();
    await queue.work('default', 2, handle);
    const jobId = await enqueue(queue);
    await expect.poll(() => of(jobId).length, { interval: 10 }).toBe(1);
    expect(of(jobId)[0]).toMatchObject({ attempt: 0, isLastAttempt: false, isExhausted: false });
    await sleep(1500);
    expect(of(jobId)).toHaveLength(1);
  });

  test('never runs when its transaction is rolled back', async () => {
    const queue = await startQueue();
    const { handle, of } = recorder();
    await queue.work('default', 1, handle);
    const jobId = randomUUID();
    const rolledBack = database.transaction().execute(async (transaction) => {
      await queue.enqueue(transaction, 'default', jobId);
      throw new Error('the row was taken');
    });
    await expect(rolledBack).rejects.toThrow('the row was taken');
    const later = await enqueue(queue);
    await expect.poll(() => of(later).length).toBe(1);
    await sleep(1500);
    expect(of(jobId)).toHaveLength(0);
  });

  test('that is urgent goes before what waits longer', async () => {
    const queue = await startQueue();
    const patient = await enqueue(queue);
    const urgent = randomUUID();
    await database.transaction().execute((t) => queue.enqueue(t, 'default', urgent, { isUrgent: true }));
    const order: string[] = [];
    await queue.work('default', 1, async ({ jobId }) => void order.push(jobId));
    await expect.poll(() => order).toEqual([urgent, patient]);
  });

  test('can be queued by a process that does no work itself', async () => {
    const api = await startQueue();
    const jobId = await enqueue(api);
    await stopQueue(api, 0);
    const worker = await startQueue();
    const { handle, of } = recorder();
    await worker.work('default', 1, handle);
    await expect.poll(() => of(jobId).length).toBe(1);
  });

  test('runs as much at once as was asked for, a pool not holding up the other', async () => {
    const queue = await startQueue();
    let now = 0;
    let most = 0;
    const { handle, of } = recorder(async () => {
      most = Math.max(most, ++now);
      await sleep(300);
      now--;
    });
    const large = recorder(untilAborted);
    await queue.work('large', 1, large.handle);
    await queue.work('default', 2, handle);
    const stuck = await enqueue(queue, 'large');
    await expect.poll(() => large.of(stuck).length).toBe(1);
    const jobIds = await Promise.all(Array.from({ length: 4 }, () => enqueue(queue)));
    await expect.poll(() => jobIds.every((jobId) => of(jobId).length === 1)).toBe(true);
    expect(most).toBe(2);
  });
});

describe('failing work', () => {
  test('is tried again with growing delays, knows its last try, and is then given up for good', async () => {
    const queue = await startQueue();
    const times: number[] = [];
    const { handle, of } = recorder(async (work) => {
      times.push(Date.now());
      if (!work.isExhausted) throw new Error('broken');
    });
    await queue.work('large', 1, handle);
    const jobId = await enqueue(queue, 'large');
    await expect.poll(() => of(jobId).at(-1)?.isExhausted, { timeout: 30_000 }).toBe(true);
    expect(of(jobId).map(({ attempt, isLastAttempt, isExhausted }) => [attempt, isLastAttempt, isExhausted])).toEqual([
      [0, false, false],
      [1, false, false],
      [2, true, false],
      [3, true, true],
    ]);
    const [first = 0, second = 0, third = 0] = times;
    expect(third - second).toBeGreaterThan(second - first - 1100);
    await sleep(2500);
    expect(of(jobId)).toHaveLength(4);
  });

  test('is over once a try succeeds', async () => {
    const queue = await startQueue();
    const { handle, of } = recorder(async (work) => {
      if (work.attempt === 0) throw new Error('broken once');
    });
    await queue.work('default', 1, handle);
    const jobId = await enqueue(queue);
    await expect.poll(() => of(jobId).length).toBe(2);
    await sleep(2500);
    expect(of(jobId)).toHaveLength(2);
  });
});

describe('a worker that is gone', () => {
  test('loses its work to another one when it is killed', async () => {
    const queue = await startQueue();
    const worker = await startWorker();
    const jobId = await enqueue(queue);
    await worker.line((line) => line === `begun ${jobId} 0`);
    await worker.end('SIGKILL');
    const { handle, of } = recorder();
    await queue.work('default', 1, handle);
    await expect.poll(() => of(jobId).length, { timeout: 30_000 }).toBe(1);
    expect(of(jobId)[0]).toMatchObject({ attempt: 1, isLastAttempt: false });
  });

  test('hands its work back at once when it stops, at the cost of no try', async () => {
    const queue = await startQueue();
    const worker = await startWorker();
    const jobId = await enqueue(queue);
    await worker.line((line) => line === `begun ${jobId} 0`);
    const { handle, of } = recorder();
    await worker.end('SIGTERM');
    await queue.work('default', 1, handle);
    await expect.poll(() => of(jobId).length).toBe(1);
    expect(of(jobId)[0]).toMatchObject({ attempt: 0, isLastAttempt: false });
    await sleep(2500);
    expect(of(jobId)).toHaveLength(1);
  });

  test('lets its work finish when it stops and there is time', async () => {
    const queue = await startQueue();
    const ends: boolean[] = [];
    const { handle, of } = recorder(async (work) => {
      await sleep(500);
      ends.push(work.signal.aborted);
    });
    await queue.work('default', 1, handle);
    const jobId = await enqueue(queue);
    await expect.poll(() => of(jobId).length).toBe(1);
    await stopQueue(queue, 5000);
    expect(ends).toEqual([false]);
  });

  test('keeps its lease while it works for longer than a heartbeat', async () => {
    const queue = await startQueue();
    const ends: boolean[] = [];
    const { handle, of } = recorder(async (work) => {
      await sleep(14_000);
      ends.push(work.signal.aborted);
    });
    await queue.work('default', 2, handle);
    const jobId = await enqueue(queue);
    await expect.poll(() => ends).toEqual([false]);
    expect(of(jobId)).toHaveLength(1);
  });
});

describe('cancelled work', () => {
  test('never starts when it was still queued', async () => {
    const queue = await startQueue();
    const jobId = await enqueue(queue);
    await queue.cancel('default', jobId);
    const { handle, of } = recorder();
    await queue.work('default', 1, handle);
    const later = await enqueue(queue);
    await expect.poll(() => of(later).length).toBe(1);
    expect(of(jobId)).toHaveLength(0);
  });

  test('has its signal aborted at once in the same process and is not tried again', async () => {
    const queue = await startQueue();
    const { handle, of } = recorder(untilAborted);
    await queue.work('default', 1, handle);
    const jobId = await enqueue(queue);
    await expect.poll(() => of(jobId).length).toBe(1);
    await queue.cancel('default', jobId);
    expect(of(jobId)[0]?.signal.aborted).toBe(true);
    await sleep(3500);
    expect(of(jobId)).toHaveLength(1);
  });

  test('has its signal aborted soon in another process', async () => {
    const queue = await startQueue();
    const worker = await startWorker();
    const jobId = await enqueue(queue);
    await worker.line((line) => line === `begun ${jobId} 0`);
    await queue.cancel('default', jobId);
    await worker.line((line) => line === `aborted ${jobId}`);
  });

  test('of an unknown job is no error', async () => {
    const queue = await startQueue();
    await queue.cancel('large', randomUUID());
  });
});

// The last: what it leaves in the queue would be met by others.
test('tells how many tasks each pool has in each state, urgent ones apart', async () => {
  const queue = await startQueue();
  const before = await queue.countTasks();
  expect(before).toHaveLength(24);
  const grown = async () => {
    const now = await queue.countTasks();
    return now.flatMap(({ queue: pool, state, tasks }, index) => {
      const more = tasks - (before[index]?.tasks ?? 0);
      return more === 0 ? [] : [[pool, state, more]];
    });
  };
  await database.transaction().execute(async (transaction) => {
    await queue.enqueue(transaction, 'default', randomUUID(), { isUrgent: true });
    for (let task = 0; task < 2; task++) await queue.enqueue(transaction, 'large', randomUUID());
  });
  expect(await grown()).toEqual([
    ['critical', 'size', 1],
    ['critical', 'pending', 1],
    ['video:large', 'size', 2],
    ['video:large', 'pending', 2],
  ]);
  await queue.work('large', 1, untilAborted);
  await queue.work('default', 1, async () => undefined);
  await expect.poll(grown).toEqual([
    ['critical', 'completed', 1],
    ['video:large', 'size', 2],
    ['video:large', 'pending', 1],
    ['video:large', 'active', 1],
  ]);
});
