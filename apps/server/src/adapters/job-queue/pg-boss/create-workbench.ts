import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../../platform/logger.ts';
import type { QueuedWork } from '../../../ports/job-queue.ts';
import type { Delivery } from './delivery.ts';

export type Handle = (work: QueuedWork) => Promise<void>;

/** The work that this process has in hand. */
export interface Workbench {
  /** Resolves when the work is done or handed back; rejects when it shall be tried again. */
  take(delivery: Delivery, handle: Handle): Promise<void>;
  abort(jobId: string, reason: Error): void;
  /** Lets running work end for `graceMs`, then aborts it; what has not ended is handed back. */
  clear(graceMs: number): Promise<void>;
}

/** After its signal a handler gets this long to end; then its work is handed back without waiting. */
const ABORT_MS = 5000;

export function createWorkbench(handBack: (delivery: Delivery) => Promise<void>, log: Logger): Workbench {
  const running = new Map<string, Delivery>();
  let isClearing = false;

  async function untilEmpty(maxMs: number): Promise<void> {
    const deadlineMs = Date.now() + maxMs;
    while (running.size > 0 && Date.now() < deadlineMs) await sleep(20);
  }

  return {
    async take(delivery, handle) {
      const { job, work } = delivery;
      // Fetched in the moment of stopping: nobody has begun it.
      if (isClearing) return handBack(delivery);
      running.set(job.id, delivery);
      try {
        await handle(work);
      } catch (error) {
        log.warn({ err: error, jobId: work.jobId, attempt: work.attempt, isClearing, event: 'work-rejected' });
        // What a stopping process gives up is no failure of the work.
        if (!isClearing) throw error;
        await handBack(delivery);
      } finally {
        running.delete(job.id);
      }
    },
    abort(jobId, reason) {
      for (const delivery of running.values()) {
        if (delivery.work.jobId === jobId) delivery.abort(reason);
      }
    },
    async clear(graceMs) {
      isClearing = true;
      await untilEmpty(graceMs);
      for (const delivery of running.values()) delivery.abort(new Error('The worker is stopping.'));
      await untilEmpty(ABORT_MS);
      // Whoever is deaf to its signal is left behind; its lease is not.
      for (const delivery of running.values()) await handBack(delivery);
    },
  };
}
