import type { Logger } from '../../../platform/logger.ts';
import type { Database } from '../../../ports/database.ts';
import type { JobQueue } from '../../../ports/job-queue.ts';
import { holdAsset } from '../hold-asset.ts';

/** How long a worker is given to let go of an asset that it is publishing. */
const LET_GO_MS = 5000;

export interface JobRelease {
  readonly database: Database;
  readonly queue: JobQueue;
  /** Removes what an unfinished job has stored. */
  readonly discardWork: (jobId: string) => Promise<void>;
  readonly log: Logger;
}

/** Deletes every job of the asset. Those that run are stopped first, wherever they run. */
export async function releaseJobs({ database, queue, discardWork, log }: JobRelease, assetId: string): Promise<void> {
  const jobs = await database
    .deleteFrom('jobs')
    .where('hash', '=', assetId)
    .returning(['id', 'queue', 'status'])
    .execute();
  const active = jobs.filter(({ status }) => status === 'queued' || status === 'processing');
  for (const job of active) await queue.cancel(job.queue, job.id);
  if (active.some(({ status }) => status === 'processing')) {
    // The worker hears of the deletion by itself; the sweeper comes after one that does not.
    await holdAsset(database, assetId, AbortSignal.timeout(LET_GO_MS), async () => undefined).catch((err: unknown) =>
      log.warn({ err, assetId }, 'a worker still holds an asset that is being removed'),
    );
  }
  for (const { id } of jobs) await discardWork(id);
}
