import { setTimeout as sleep } from 'node:timers/promises';
import { fromKysely, PgBoss } from 'pg-boss';
import type { Logger } from '../../../platform/logger.ts';
import type { Database, DatabaseAddress } from '../../../ports/database.ts';
import type { JobQueue, QueuedWork, QueueName } from '../../../ports/job-queue.ts';
import { createDelivery, type Delivery, type Payload } from './delivery.ts';
import { ensureQueues } from './ensure-queues.ts';
import {
  HEARTBEAT_REFRESH_SECONDS,
  lostQueueOf,
  POLL_SECONDS,
  queueOf,
  RETRIES,
  SUPERVISE_SECONDS,
} from './queue-settings.ts';

export interface PgBossJobQueueOptions {
  /** The database that `enqueue` transactions belong to. */
  readonly connection: DatabaseAddress | string;
  readonly database: Database;
  readonly log: Logger;
  /** Before the second try; later ones wait twice as long each, ten minutes at most. Default 3. */
  readonly retryDelaySeconds?: number;
}

/** After its signal a handler gets this long to end; then its work is handed back without waiting. */
const ABORT_MS = 5000;
const POOL_SIZE = 6;

/** Jobs in the database itself: part of its transactions, leased with heartbeats, announced by NOTIFY. */
export function createPgBossJobQueue(options: PgBossJobQueueOptions): JobQueue {
  const { database, log } = options;
  const boss = new PgBoss({
    ...bossConnection(options.connection),
    application_name: 'sluice queue',
    max: POOL_SIZE,
    schedule: false,
    useListenNotify: true,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
  });
  boss.on('error', (error) => log.error({ err: error, event: 'job-queue-error' }));
  boss.on('warning', (warning) => log.warn({ warning, event: 'job-queue-warning' }));
  const running = new Map<string, Delivery>();
  const working = new Set<string>();
  let isStopping = false;

  async function deliver(queue: string, delivery: Delivery, handle: Handle): Promise<void> {
    const { job, work } = delivery;
    // Fetched in the moment of stopping: nobody has begun it.
    if (isStopping) return handBack(queue, delivery);
    running.set(job.id, delivery);
    try {
      await handle(work);
    } catch (error) {
      log.warn({ err: error, jobId: work.jobId, attempt: work.attempt, isStopping, event: 'work-rejected' });
      // What a stopping process gives up is no failure of the work.
      if (!isStopping) throw error;
      await handBack(queue, delivery);
    } finally {
      running.delete(job.id);
    }
  }

  /**
   * Queues the work anew for anybody, without using up a try. A new entry, not the old one released: a late
   * word about the old one then finds nothing. Does nothing when the lease was lost already.
   */
  async function handBack(queue: string, { job, work }: Delivery): Promise<void> {
    await database.transaction().execute(async (transaction) => {
      const db = fromKysely(transaction);
      const held = { id: job.id, retryCount: job.retryCount };
      // The count is documented, though the type of the answer does not tell it.
      const answer = (await boss.deleteJob(queue, held, { db })) as { readonly affected?: number };
      if (answer.affected !== 1) return;
      const payload: Payload = { jobId: work.jobId, earlierAttempts: work.attempt };
      const retryLimit = job.retryLimit - job.retryCount;
      await boss.send(queue, payload, { db, singletonKey: work.jobId, retryLimit });
    });
  }

  async function workOn(queue: string, concurrency: number, isExhausted: boolean, handle: Handle): Promise<void> {
    const workOptions = {
      localConcurrency: concurrency,
      includeMetadata: true,
      pollingIntervalSeconds: POLL_SECONDS,
      notifyPollingIntervalSeconds: POLL_SECONDS,
      heartbeatRefreshSeconds: HEARTBEAT_REFRESH_SECONDS,
    } as const;
    working.add(queue);
    await boss.work<Payload, void, typeof workOptions>(queue, workOptions, async ([job]) => {
      if (job !== undefined) await deliver(queue, createDelivery(job, isExhausted), handle);
    });
  }

  return {
    async start() {
      await boss.start();
      await ensureQueues(boss, options.retryDelaySeconds ?? 3);
    },

    async stop(graceMs) {
      isStopping = true;
      for (const queue of working) await boss.offWork(queue, { wait: false });
      await untilEmpty(running, graceMs);
      for (const delivery of running.values()) delivery.abort(new Error('The worker is stopping.'));
      await untilEmpty(running, ABORT_MS);
      // Whoever is deaf to its signal is left behind; its lease is not.
      for (const delivery of running.values()) await handBack(delivery.job.name, delivery);
      await boss.stop({ graceful: false });
    },

    async enqueue(transaction, queue, jobId) {
      const payload: Payload = { jobId, earlierAttempts: 0 };
      const db = fromKysely(transaction);
      await boss.send(queueOf(queue), payload, { db, singletonKey: jobId, retryLimit: RETRIES[queue] });
    },

    async work(queue, concurrency, handle) {
      await workOn(queueOf(queue), concurrency, false, handle);
      await workOn(lostQueueOf(queue), 1, true, handle);
    },

    async cancel(queue: QueueName, jobId) {
      for (const name of [queueOf(queue), lostQueueOf(queue)]) {
        const entries = await boss.findJobs<Payload>(name, { key: jobId });
        const ids = entries.map(({ id }) => id);
        if (ids.length > 0) await boss.cancel(name, ids);
      }
      // Other processes learn it with their next heartbeat.
      for (const { work, abort } of running.values()) {
        if (work.jobId === jobId) abort(new Error('The job was cancelled.'));
      }
    },
  };
}

type Handle = (work: QueuedWork) => Promise<void>;

function bossConnection(connection: DatabaseAddress | string): { connectionString: string } | DatabaseAddress {
  return typeof connection === 'string' ? { connectionString: connection } : connection;
}

async function untilEmpty(running: ReadonlyMap<string, unknown>, maxMs: number): Promise<void> {
  const deadlineMs = Date.now() + maxMs;
  while (running.size > 0 && Date.now() < deadlineMs) await sleep(20);
}
