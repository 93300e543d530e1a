import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Database } from '../../src/ports/database.ts';

export interface RunningJob {
  readonly id: string;
  readonly type: string;
  readonly updatedAt: Date;
}

/** The jobs that are being worked on, or were when their worker died. */
export async function runningJobs(database: Database): Promise<readonly RunningJob[]> {
  const columns = ['id', 'type', 'updated_at as updatedAt'] as const;
  return database.selectFrom('jobs').select(columns).where('status', '=', 'processing').execute();
}

/** Whether some job runs on its last try: another death would be its rightful end. */
export async function isLastTryRunning(database: Database): Promise<boolean> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from pgboss.job where state = 'active' and retry_count >= retry_limit`.execute(database);
  return (rows[0]?.n ?? 0) > 0;
}

/** Everything that has not come to its end, in words; empty when all is done. */
async function unfinished(database: Database): Promise<readonly string[]> {
  const { rows } = await sql<{ what: string }>`
    select 'job ' || type || ' ' || hash || ' ' || status as what from jobs where status in ('queued', 'processing')
    union all
    select 'callback of ' || job_id || ' ' || attempts from callbacks where status = 'pending'
    union all
    select 'entry ' || name || ' ' || state || ' try ' || retry_count from pgboss.job
      where name like 'media-%' and state in ('created', 'retry', 'active')`.execute(database);
  return rows.map(({ what }) => what);
}

/** Resolves once every job and every callback has come to its end and the queue is empty. */
export async function untilFinished(database: Database, timeoutMs: number): Promise<void> {
  const deadlineMs = Date.now() + timeoutMs;
  for (;;) {
    const left = await unfinished(database);
    if (left.length === 0) return;
    if (Date.now() > deadlineMs) throw new Error(`these do not end:\n${left.join('\n')}`);
    await sleep(250);
  }
}

/** Locks that somebody holds on assets, migrations or anything else of ours. */
export async function heldLocks(database: Database): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from pg_locks where locktype = 'advisory'`.execute(database);
  return rows[0]?.n ?? 0;
}
