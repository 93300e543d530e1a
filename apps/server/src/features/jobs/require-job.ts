import type { Database } from '../../ports/database.ts';
import { SluiceError } from '../../ports/sluice-error.ts';
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

/** The job, or a refusal with 404 `job not found` for any text that names none. */
export async function requireJob(database: Database, id: string): Promise<JobRow> {
  const row = isUuid(id) ? await orDatabaseError(loadJob(database, id)) : null;
  if (row === null) throw new SluiceError('jobs/not-found', { status: 404, message: 'job not found' });
  return row;
}
