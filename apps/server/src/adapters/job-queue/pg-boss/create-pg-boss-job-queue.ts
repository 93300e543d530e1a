import { fromKysely, PgBoss } from 'pg-boss';
import type { Logger } from '../../../platform/logger.ts';
import type { Database, DatabaseAddress } from '../../../ports/database.ts';
import type { JobQueue } from '../../../ports/job-queue.ts';
import { countTasks } from './count-tasks.ts';
import { createWorkbench, type Handle } from './create-workbench.ts';
import { createDelivery, type Payload } from './delivery.ts';
import { ensureQueues } from './ensure-queues.ts';
import { handBack } from './hand-back.ts';
import {
  HEARTBEAT_REFRESH_SECONDS,
  lostQueueOf,
  POLL_SECONDS,
  queueOf,
  RETRIES,
  SUPERVISE_SECONDS,
  URGENT_PRIORITY,
} from './queue-settings.ts';

export interface PgBossJobQueueOptions {
  /** The database that `enqueue` transactions belong to. */
  readonly connection: DatabaseAddress | string;
  readonly database: Database;
  readonly log: Logger;
  /** Before the second try; later ones wait twice as long each, ten minutes at most. Default 3. */
  readonly retryDelaySeconds?: number;
}

const POOL_SIZE = 6;

/** Jobs in the database itself: part of its transactions, leased with heartbeats, announced by NOTIFY. */
export function createPgBossJobQueue(options: PgBossJobQueueOptions): JobQueue {
  const { database, log } = options;
  const boss = createBoss(options);
  const bench = createWorkbench((delivery) => handBack(boss, database, delivery), log);
  const working = new Set<string>();

  async function workOn(queue: string, concurrency: number, isExhausted: boolean, handle: Handle): Promise<void> {
    working.add(queue);
    const workOptions = { ...WORK_OPTIONS, localConcurrency: concurrency } as const;
    await boss.work<Payload, void, typeof workOptions>(queue, workOptions, async ([job]) => {
      if (job !== undefined) await bench.take(createDelivery(job, isExhausted), handle);
    });
  }

  return {
    async start() {
      await boss.start();
      await ensureQueues(boss, options.retryDelaySeconds ?? 3);
    },
    async stop(graceMs) {
      for (const queue of working) await boss.offWork(queue, { wait: false });
      await bench.clear(graceMs);
      await boss.stop({ graceful: false });
    },
    async enqueue(transaction, queue, jobId, { isUrgent = false } = {}) {
      const payload: Payload = { jobId, earlierAttempts: 0 };
      const db = fromKysely(transaction);
      const priority = isUrgent ? URGENT_PRIORITY : 0;
      await boss.send(queueOf(queue), payload, { db, singletonKey: jobId, retryLimit: RETRIES[queue], priority });
    },
    async work(queue, concurrency, handle) {
      await workOn(queueOf(queue), concurrency, false, handle);
      await workOn(lostQueueOf(queue), 1, true, handle);
    },
    countTasks: () => countTasks(database),
    async cancel(queue, jobId) {
      for (const name of [queueOf(queue), lostQueueOf(queue)]) {
        const entries = await boss.findJobs<Payload>(name, { key: jobId });
        const ids = entries.map(({ id }) => id);
        if (ids.length > 0) await boss.cancel(name, ids);
      }
      // Other processes learn it with their next heartbeat.
      bench.abort(jobId, new Error('The job was cancelled.'));
    },
  };
}

const WORK_OPTIONS = {
  includeMetadata: true,
  pollingIntervalSeconds: POLL_SECONDS,
  notifyPollingIntervalSeconds: POLL_SECONDS,
  heartbeatRefreshSeconds: HEARTBEAT_REFRESH_SECONDS,
} as const;

function createBoss({ connection, log }: PgBossJobQueueOptions): PgBoss {
  const boss = new PgBoss({
    ...(typeof connection === 'string' ? { connectionString: connection } : connection),
    application_name: 'sluice queue',
    max: POOL_SIZE,
    schedule: false,
    useListenNotify: true,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
  });
  boss.on('error', (error) => log.error({ err: error, event: 'job-queue-error' }));
  boss.on('warning', (warning) => log.warn({ warning, event: 'job-queue-warning' }));
  return boss;
}
