import type { JobWithMetadata } from 'pg-boss';
import type { QueuedWork } from '../../../ports/job-queue.ts';

/** What travels with queued work. */
export interface Payload {
  readonly jobId: string;
  /** Tries used up before this was queued anew, handed back by a worker that stopped. */
  readonly earlierAttempts: number;
}

/** One delivery of work to this process. */
export interface Delivery {
  readonly job: JobWithMetadata<Payload>;
  readonly work: QueuedWork;
  /** Aborts the handler's signal. */
  abort(reason: Error): void;
}

/** `isExhausted`: the work comes from the pool of lost work. */
export function createDelivery(job: JobWithMetadata<Payload>, isExhausted: boolean): Delivery {
  const controller = new AbortController();
  return {
    job,
    work: {
      jobId: job.data.jobId,
      attempt: attemptOf(job),
      isLastAttempt: isExhausted || job.retryCount >= job.retryLimit,
      isExhausted,
      signal: AbortSignal.any([job.signal, controller.signal]),
    },
    abort: (reason) => controller.abort(reason),
  };
}

/** Counted on through being handed back and through the move to the lost work, which each begin a count anew. */
function attemptOf(job: JobWithMetadata<Payload>): number {
  const beforeLost = job.sourceRetryCount === null ? 0 : job.sourceRetryCount + 1;
  return job.data.earlierAttempts + beforeLost + job.retryCount;
}
