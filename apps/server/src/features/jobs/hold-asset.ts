import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { Database, Tables } from '../../ports/database.ts';

const RETRY_MS = 500;

const lockOf = (assetId: string) => sql`hashtextextended(${`asset:${assetId}`}, 0)`;

async function tryLock(connection: Kysely<Tables>, assetId: string): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`select pg_try_advisory_lock(${lockOf(assetId)}) as taken`.execute(
    connection,
  );
  return rows[0]?.taken === true;
}

/**
 * Runs `work` while nobody else holds the asset, on whatever machine: two streams of one asset that are published at
 * the same time would mix. The lock is one of a connection that is kept for as long, so it ends with the process.
 * Rejects with the signal's reason when that is aborted while waiting.
 */
export async function holdAsset<T>(
  database: Database,
  assetId: string,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  return database.connection().execute(async (connection) => {
    while (!(await tryLock(connection, assetId))) {
      // Woken early by an abort, which is then told by its own reason.
      await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
      signal.throwIfAborted();
    }
    try {
      return await work();
    } finally {
      await sql`select pg_advisory_unlock(${lockOf(assetId)})`.execute(connection);
    }
  });
}
