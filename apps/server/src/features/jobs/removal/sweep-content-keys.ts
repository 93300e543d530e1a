import type { Database } from '../../../ports/database.ts';

/** Younger keys may belong to a job whose row is about to be seen. */
const MIN_AGE_MS = 60 * 60 * 1000;

/**
 * Deletes the content keys that no stream is encrypted with: of jobs that failed or were cancelled, or are gone. One that
 * had begun to publish may have left segments under its key, which is kept for them.
 */
export async function sweepContentKeys(database: Database, nowMs: number): Promise<void> {
  await database
    .deleteFrom('content_keys')
    .where('created_at', '<', new Date(nowMs - MIN_AGE_MS))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('jobs')
            .select('id')
            .whereRef('jobs.id', '=', 'content_keys.job_id')
            .where((job) =>
              job.or([job('status', 'in', ['queued', 'processing', 'completed']), job('is_publishing', '=', true)]),
            ),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('assets').select('id').whereRef('assets.content_kid', '=', 'content_keys.kid'))),
    )
    .execute();
}
