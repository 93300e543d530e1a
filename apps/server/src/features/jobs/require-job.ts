import type { Grant } from '@sluice/access';
import type { Clock } from '../../ports/clock.ts';
import type { Database } from '../../ports/database.ts';
import { SluiceError } from '../../ports/sluice-error.ts';
import { requireOwnership } from '../identity/index.ts';
import { type JobRow, loadJob } from './job-store.ts';

const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/** Passes the answer of the database on; its failures are the contract's `database error`. */
export async function orDatabaseError<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    throw new SluiceError('jobs/database-error', { status: 500, message: 'database error', cause });
  }
}

/** What jobs are looked up with. */
export interface JobLookup {
  readonly database: Database;
  readonly clock: Clock;
}

/**
 * The job, if the grant reaches it; a refusal with 404 `job not found` for any text that names none, with 403 for a job of
 * somebody else.
 */
export async function requireJob({ database, clock }: JobLookup, id: string, grant: Grant): Promise<JobRow> {
  const row = isUuid(id) ? await orDatabaseError(loadJob(database, id)) : null;
  if (row === null) throw new SluiceError('jobs/not-found', { status: 404, message: 'job not found' });
  requireOwnership(grant, row.owner_id, clock);
  return row;
}
