import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../ports/database.ts';
import { SluiceError } from '../../ports/sluice-error.ts';
import { findMissingMigrations } from './migrate.ts';

const POLL_MS = 200;
/** PostgreSQL's code for a table that does not exist. */
const UNDEFINED_TABLE = '42P01';

/**
 * Resolves when another process has brought the database to the schema of this version. Rejects with
 * `database/schema-missing` after `timeoutMs`, and as `migrate` does for a history that differs.
 */
export async function awaitSchema(database: Database, timeoutMs: number): Promise<void> {
  const untilMs = performance.now() + timeoutMs;
  while ((await missing(database)) > 0) {
    if (performance.now() >= untilMs) {
      throw new SluiceError('database/schema-missing', {
        status: 503,
        message:
          'The database does not have the schema of this version: start a process of role api or worker of the same version first.',
      });
    }
    await sleep(POLL_MS);
  }
}

async function missing(database: Database): Promise<number> {
  try {
    return (await findMissingMigrations(database)).length;
  } catch (error) {
    // A database that nobody has used yet.
    if (error instanceof Error && 'code' in error && error.code === UNDEFINED_TABLE) return Number.POSITIVE_INFINITY;
    throw error;
  }
}
