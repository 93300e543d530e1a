import type { JobView } from '@sluice/contract';
import { JobFailedError } from './api-error.ts';
import { pause } from './pause.ts';

export interface WaitOptions {
  /** Time between two looks, milliseconds. Default 1000. */
  readonly intervalMs?: number;
  /** Told of every look, the last one included. */
  readonly onProgress?: (job: JobView) => void;
  readonly signal?: AbortSignal;
}

/** Looks again and again until the job is over. Throws {@link JobFailedError} unless it was completed. */
export async function waitForJob(getJob: () => Promise<JobView>, options: WaitOptions = {}): Promise<JobView> {
  for (;;) {
    options.signal?.throwIfAborted();
    const job = await getJob();
    options.onProgress?.(job);
    if (job.status === 'completed') return job;
    if (job.status === 'failed' || job.status === 'cancelled') {
      throw new JobFailedError(job.job_id, job.error ?? `The job was ${job.status}.`, job.results);
    }
    await pause(options.intervalMs ?? 1000, options.signal);
  }
}
