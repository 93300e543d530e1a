import type { Grant } from '@sluice/access';
import type { Logger } from '../../../platform/logger.ts';
import type { JobQueue } from '../../../ports/job-queue.ts';
import { SluiceError } from '../../../ports/sluice-error.ts';
import { cancelIfRunning, type JobRow } from '../job-store.ts';
import { type JobLookup, orDatabaseError, requireJob } from '../require-job.ts';

export interface Cancellation extends JobLookup {
  readonly queue: JobQueue;
  /** Removes what an unfinished job has stored. */
  readonly discardWork: (jobId: string) => Promise<void>;
  readonly log: Logger;
}

function refusalOf({ status, is_publishing: isPublishing }: JobRow): SluiceError {
  const isActive = status === 'queued' || status === 'processing';
  const message =
    isActive && isPublishing
      ? 'the job is publishing its results and can no longer be cancelled'
      : 'only queued and processing jobs can be cancelled';
  return new SluiceError('jobs/not-cancellable', { status: 409, message });
}

/**
 * Cancels a job for good; one that is cancelled already stays so. The row decides: its change reaches the worker that has
 * the job, which stops its tools and removes its scratch; a worker that takes it later finds it over.
 */
export async function cancelJob(cancellation: Cancellation, id: string, grant: Grant): Promise<JobRow> {
  const { database, queue, discardWork, log } = cancellation;
  const job = await requireJob(cancellation, id, grant);
  const cancelled = await orDatabaseError(cancelIfRunning(database, job.id));
  if (cancelled === null) {
    const current = await requireJob(cancellation, job.id, grant);
    if (current.status === 'cancelled') return current;
    throw refusalOf(current);
  }
  // From here on the job is cancelled, whatever becomes of the tidying up.
  const report = (err: unknown): void => log.warn({ err, jobId: job.id }, 'a cancelled job left something behind');
  await queue.cancel(cancelled.queue, cancelled.id).catch(report);
  await discardWork(cancelled.id).catch(report);
  return cancelled;
}
