import type { Database } from '../../../ports/database.ts';
import type { JobChange, JobNews } from '../job-news.ts';
import { loadJob } from '../job-store.ts';

/** Whether somebody wants a job no longer while a worker has it. */
export interface Recall {
  /** Aborted when the job was cancelled or deleted, by whatever process. */
  readonly signal: AbortSignal;
  /** What the row says: it knows also what no message told. */
  isRecalled(): Promise<boolean>;
  stop(): void;
}

export function watchForRecall(news: JobNews, database: Database, jobId: string): Recall {
  const controller = new AbortController();
  const abort = (): void => controller.abort(new Error('The job was cancelled.'));
  async function isRecalled(): Promise<boolean> {
    const row = await loadJob(database, jobId);
    return row === null || row.status === 'cancelled';
  }
  // A look that fails is made up for by the lease, which ends with the queue's entry.
  const look = (): void =>
    void isRecalled().then(
      (is) => is && abort(),
      () => undefined,
    );
  const stop = news.watch(jobId, (change: JobChange) => {
    if (change === null) look();
    if (change === 'cancelled' || change === 'deleted') abort();
  });
  return { signal: controller.signal, isRecalled, stop };
}
