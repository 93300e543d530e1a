import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Kysely, sql } from 'kysely';
import type { Database, Tables } from '../../ports/database.ts';
import { SluiceError } from '../../ports/sluice-error.ts';

/** Any number that no other part of Sluice locks. */
const MIGRATION_LOCK = 7_258_423_002;
const LOCK_POLL_MS = 100;

export const MIGRATIONS_FOLDER = fileURLToPath(new URL('../../../migrations/', import.meta.url));

interface Migration {
  readonly name: string;
  readonly text: string;
  readonly checksum: string;
}

/**
 * Applies the SQL files that the database has not seen, in the order of their names, each in a transaction
 * of its own. Safe when several processes start at once. Refuses a database whose history differs from the
 * files: `database/migration-changed`, `database/newer-schema`. Resolves to the names that were applied.
 */
export async function migrate(database: Database, folder = MIGRATIONS_FOLDER): Promise<string[]> {
  const migrations = await readMigrations(folder);
  return database.connection().execute(async (connection) => {
    // Polled: a blocking wait would meet the statement time-out behind a long migration.
    while (!(await tryLock(connection))) await sleep(LOCK_POLL_MS);
    try {
      return await applyMissing(connection, migrations);
    } finally {
      await sql`select pg_advisory_unlock(${MIGRATION_LOCK})`.execute(connection);
    }
  });
}

async function tryLock(connection: Kysely<Tables>): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`select pg_try_advisory_lock(${MIGRATION_LOCK}) as taken`.execute(
    connection,
  );
  return rows[0]?.taken === true;
}

async function applyMissing(connection: Kysely<Tables>, migrations: readonly Migration[]): Promise<string[]> {
  await sql`create table if not exists schema_migrations (
    name text primary key, checksum text not null, applied_at timestamptz not null default now())`.execute(connection);
  const missing = await withoutApplied(connection, migrations);
  for (const migration of missing) await apply(connection, migration);
  return missing.map(({ name }) => name);
}

/** Names of the files that the database has not seen; rejects where it has no history at all. */
export async function findMissingMigrations(database: Database, folder = MIGRATIONS_FOLDER): Promise<string[]> {
  return (await withoutApplied(database, await readMigrations(folder))).map(({ name }) => name);
}

async function withoutApplied(
  connection: Kysely<Tables>,
  migrations: readonly Migration[],
): Promise<readonly Migration[]> {
  const { rows: applied } = await sql<{ name: string; checksum: string }>`
    select name, checksum from schema_migrations`.execute(connection);
  assertSameHistory(migrations, applied);
  const seen = new Set(applied.map(({ name }) => name));
  return migrations.filter(({ name }) => !seen.has(name));
}

async function apply(connection: Kysely<Tables>, { name, text, checksum }: Migration): Promise<void> {
  await connection.transaction().execute(async (transaction) => {
    await sql`set local statement_timeout = 0`.execute(transaction);
    await sql.raw(text).execute(transaction);
    await sql`insert into schema_migrations (name, checksum) values (${name}, ${checksum})`.execute(transaction);
  });
}

function assertSameHistory(
  migrations: readonly Migration[],
  applied: readonly { name: string; checksum: string }[],
): void {
  const known = new Map(migrations.map(({ name, checksum }) => [name, checksum]));
  for (const { name, checksum } of applied) {
    if (!known.has(name)) {
      throw new SluiceError('database/newer-schema', {
        status: 500,
        message: `The database was changed by a newer Sluice (${name}): run that version or a later one.`,
        details: { name },
      });
    }
    if (known.get(name) !== checksum) {
      throw new SluiceError('database/migration-changed', {
        status: 500,
        message: `The migration ${name} differs from the one that this database was made with: restore the file.`,
        details: { name },
      });
    }
  }
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder, name), 'utf8');
      return { name, text, checksum: createHash('sha256').update(text).digest('hex') };
    }),
  );
}
