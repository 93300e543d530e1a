import { sql } from 'kysely';
import type { Database } from '../../../ports/database.ts';
import { recordedSteps } from '../../../ports/film-record.ts';

/** Seconds of a file, as the last worker that looked into it recorded them; null where none did. `key`: in the sources. */
export async function recordedDuration(database: Database, key: string): Promise<number | null> {
  const row = await database
    .selectFrom('jobs')
    .innerJoin('job_steps', 'job_steps.job_id', 'jobs.id')
    .select(sql<number | null>`(job_steps.result ->> 'durationSeconds')::float8`.as('seconds'))
    .where('jobs.source', '=', key)
    .where('jobs.provider', 'is', null)
    .where('job_steps.name', '=', recordedSteps.probe)
    .orderBy('job_steps.recorded_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.seconds ?? null;
}
