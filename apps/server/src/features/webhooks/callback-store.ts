import { randomUUID } from 'node:crypto';
import { type Selectable, sql } from 'kysely';
import type { CallbackAttemptsTable, CallbacksTable, Database, Transaction } from '../../ports/database.ts';
import type { TraceContext } from '../../ports/tracing.ts';
import type { AttemptOutcome, NextStep } from './delivery-plan.ts';

export type CallbackRow = Selectable<CallbacksTable>;
export type CallbackAttemptRow = Selectable<CallbackAttemptsTable>;

/** Longer than an attempt can last, so that only the dead let go. */
const HOLD = sql<Date>`now() + interval '30 seconds'`;

/** Whose end is told, and to whom. */
export interface NewCallback {
  readonly jobId: string;
  readonly url: string;
  /** Who named it; null for the operator. */
  readonly userId: string | null;
  /** The exact text of the body. */
  readonly body: string;
  readonly trace: TraceContext;
}

/** Part of `transaction`: told if and only if that commits. */
export async function queueCallback(
  transaction: Transaction,
  { jobId, url, userId, body, trace }: NewCallback,
): Promise<{ readonly id: string }> {
  const id = randomUUID();
  const row = { id, job_id: jobId, url, user_id: userId, body, ...trace, status: 'pending' } as const;
  await transaction.insertInto('callbacks').values(row).execute();
  return { id };
}

/** Takes callbacks that are due, for nobody else to send; at most `limit`. */
export async function holdDueCallbacks(database: Database, limit: number): Promise<readonly CallbackRow[]> {
  return database
    .updateTable('callbacks')
    .set({ held_until: HOLD })
    .where('id', 'in', (due) =>
      due
        .selectFrom('callbacks')
        .select('id')
        .where('status', '=', 'pending')
        .where('due_at', '<=', sql<Date>`now()`)
        .where((where) => where.or([where('held_until', 'is', null), where('held_until', '<', sql<Date>`now()`)]))
        .orderBy('due_at')
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .execute();
}

/** One attempt, as it went. */
export interface AttemptRecord {
  readonly callback: CallbackRow;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly outcome: AttemptOutcome;
  readonly next: NextStep;
}

/**
 * Records an attempt and what follows it; false when somebody else has recorded this attempt, because we were given up
 * for dead.
 */
export async function recordAttempt(transaction: Transaction, record: AttemptRecord): Promise<boolean> {
  const { callback, startedAt, durationMs, outcome, next } = record;
  const number = callback.attempts + 1;
  const waitSeconds = next.status === 'pending' ? next.waitMs / 1000 : 0;
  const updated = await transaction
    .updateTable('callbacks')
    .set({
      status: next.status,
      attempts: number,
      due_at: sql<Date>`now() + make_interval(secs => ${waitSeconds})`,
      held_until: null,
    })
    .where('id', '=', callback.id)
    .where('status', '=', 'pending')
    .where('attempts', '=', callback.attempts)
    .executeTakeFirst();
  if (Number(updated.numUpdatedRows) === 0) return false;
  const { statusCode: status_code, error } = outcome;
  await transaction
    .insertInto('callback_attempts')
    .values({ callback_id: callback.id, number, started_at: startedAt, duration_ms: durationMs, status_code, error })
    .execute();
  return true;
}

/** Events that were told, or given up, are kept for a week. */
const KEPT = sql<Date>`now() - interval '7 days'`;

/** Forgets what a webhook was told long ago. */
export async function trimEvents(transaction: Transaction, webhookId: string): Promise<void> {
  await transaction
    .deleteFrom('callbacks')
    .where('webhook_id', '=', webhookId)
    .where('status', '!=', 'pending')
    .where('created_at', '<', KEPT)
    .execute();
}

/** A callback and how it has gone. */
export interface CallbackHistory {
  readonly callback: CallbackRow;
  readonly attempts: readonly CallbackAttemptRow[];
}

/** What was told of a job, the oldest first. */
export async function listCallbacks(database: Database, jobId: string): Promise<readonly CallbackHistory[]> {
  const callbacks = await database
    .selectFrom('callbacks')
    .selectAll()
    .where('job_id', '=', jobId)
    .orderBy('created_at')
    .execute();
  const attempts = await database
    .selectFrom('callback_attempts')
    .innerJoin('callbacks', 'callbacks.id', 'callback_attempts.callback_id')
    .selectAll('callback_attempts')
    .where('callbacks.job_id', '=', jobId)
    .orderBy('number')
    .execute();
  return callbacks.map((callback) => ({
    callback,
    attempts: attempts.filter((attempt) => attempt.callback_id === callback.id),
  }));
}
