import { jobTypes } from '@sluice/contract';
import { type Selectable, sql } from 'kysely';
import type { Database, JobsTable, Transaction } from '../../ports/database.ts';
import type { JobRequest, Progress } from '../../ports/film-job.ts';
import type { QueueName } from '../../ports/job-queue.ts';
import type { TraceContext } from '../../ports/tracing.ts';
import type { CanonicalFields } from './option-fields.ts';
import type { JobOrder } from './parse-create-body.ts';
import { completeOptions } from './parse-options.ts';

export type JobRow = Selectable<JobsTable>;

/** The newest job that an equal request is answered with (Vylux contract §7.4). */
export async function findReusableJob(database: Database, fingerprint: string): Promise<JobRow | null> {
  const row = await database
    .selectFrom('jobs')
    .selectAll()
    .where('fingerprint', '=', fingerprint)
    .where('status', 'not in', ['failed', 'cancelled'])
    .orderBy('created_at', 'desc')
    .executeTakeFirst();
  return row ?? null;
}

/** Takes a completed job out of the way of an equal order: it was made from a source that has changed since. */
export async function supersedeJob(transaction: Transaction, id: string): Promise<void> {
  await transaction
    .updateTable('jobs')
    .set((e) => ({ fingerprint: sql<string>`${e.ref('fingerprint')} || ' ' || ${e.ref('id')}` }))
    .where('id', '=', id)
    .where('status', '=', 'completed')
    .execute();
}

export interface NewJob {
  readonly id: string;
  readonly fingerprint: string;
  readonly sourceEtag: string | null;
  readonly queue: QueueName;
  readonly retryOfJobId: string | null;
  readonly trace: TraceContext;
  readonly ownerId: string | null;
  readonly title: string | null;
  readonly sourceBytes: number | null;
}

/** False when an equal job that is not failed exists, or one with this id: unique indexes make this check and the insert one act. */
export async function insertJob(
  transaction: Transaction,
  { retryOfJobId, sourceEtag, sourceBytes, ownerId, trace, ...job }: NewJob,
  order: JobOrder,
): Promise<boolean> {
  const inserted = await transaction
    .insertInto('jobs')
    .values({
      ...job,
      ...trace,
      type: order.type,
      hash: order.hash,
      source: order.source,
      provider: order.provider,
      options: JSON.stringify(order.options),
      status: 'queued',
      callback_url: order.callbackUrl,
      callback_user_id: order.callbackUserId,
      source_etag: sourceEtag,
      source_bytes: sourceBytes,
      owner_id: ownerId,
      retry_of_job_id: retryOfJobId,
      error: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(inserted.numInsertedOrUpdatedRows ?? 0) > 0;
}

export async function loadJob(database: Database, id: string): Promise<JobRow | null> {
  return (await database.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

/** Takes a job that is queued or was left by a dead worker; null when it is over. */
export async function beginJob(database: Database, id: string): Promise<JobRow | null> {
  const row = await database
    .updateTable('jobs')
    .set({ status: 'processing', error: null, updated_at: new Date() })
    .where('id', '=', id)
    .where('status', 'in', ['queued', 'processing'])
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

/**
 * Cancels a job that is not over; null when it is over, unknown or past {@link beginPublishing}. Its stream would be a
 * mixture of two versions then.
 */
export async function cancelIfRunning(database: Database, id: string): Promise<JobRow | null> {
  const row = await database
    .updateTable('jobs')
    .set({ status: 'cancelled', progress_detail: null, updated_at: new Date() })
    .where('id', '=', id)
    .where('status', 'in', ['queued', 'processing'])
    .where('is_publishing', '=', false)
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

/** From here on the job cannot be cancelled. False when it was cancelled before. */
export async function beginPublishing(database: Database, id: string): Promise<boolean> {
  const updated = await database
    .updateTable('jobs')
    .set({ is_publishing: true })
    .where('id', '=', id)
    .where('status', '=', 'processing')
    .executeTakeFirst();
  return Number(updated.numUpdatedRows) > 0;
}

/** Shows a job that will be tried again as waiting, with what it has done so far. */
export async function requeueJob(database: Database, id: string): Promise<void> {
  await updateRunning(database, id, { status: 'queued' });
}

export async function failJob(transaction: Transaction, id: string, error: string, results: unknown): Promise<boolean> {
  return updateRunning(transaction, id, {
    status: 'failed',
    error,
    results: results === null ? null : JSON.stringify(results),
    progress_detail: null,
  });
}

export async function completeJob(transaction: Transaction, id: string, results: unknown): Promise<boolean> {
  return updateRunning(transaction, id, {
    status: 'completed',
    progress: 100,
    progress_detail: null,
    error: null,
    results: JSON.stringify(results),
  });
}

/** Progress never falls, whichever attempt reports it. */
export async function saveProgress(database: Database, id: string, progress: Progress): Promise<void> {
  await database
    .updateTable('jobs')
    .set((expression) => ({
      progress: expression.fn<number>('greatest', ['progress', expression.val(progress.percent)]),
      progress_detail: JSON.stringify(progress),
      updated_at: new Date(),
    }))
    .where('id', '=', id)
    .where('status', '=', 'processing')
    .execute();
}

interface RunningChange {
  readonly status: JobRow['status'];
  readonly progress?: number;
  readonly progress_detail?: string | null;
  readonly error?: string | null;
  readonly results?: string | null;
}

/** Changes a job that is being worked on; false when it no longer is. */
async function updateRunning(database: Database | Transaction, id: string, change: RunningChange): Promise<boolean> {
  const updated = await database
    .updateTable('jobs')
    .set({ ...change, updated_at: new Date() })
    .where('id', '=', id)
    .where('status', '=', 'processing')
    .executeTakeFirst();
  return Number(updated.numUpdatedRows) > 0;
}

/** The stored request, complete with defaults. */
export function jobRequestOf(row: JobRow): JobRequest {
  const type = jobTypes.find((known) => known === row.type);
  if (type === undefined) throw new Error(`job ${row.id} has a type of another version`);
  return {
    ...completeOptions(type, row.options as CanonicalFields),
    jobId: row.id,
    hash: row.hash,
    source: row.source,
    provider: row.provider,
  };
}
