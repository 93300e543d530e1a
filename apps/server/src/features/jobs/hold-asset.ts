import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { Database, Tables } from '../../ports/database.ts';
import { SluiceError } from '../../ports/sluice-error.ts';

const RETRY_MS = 500;
/** A lost lock is noticed this late at most. */
const WATCH_MS = 1000;

const lockOf = (assetId: string) => sql`hashtextextended(${`asset:${assetId}`}, 0)`;

async function tryLock(connection: Kysely<Tables>, assetId: string): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`select pg_try_advisory_lock(${lockOf(assetId)}) as taken`.execute(
    connection,
  );
  return rows[0]?.taken === true;
}

const lockLost = (cause: unknown): SluiceError =>
  new SluiceError('jobs/asset-lost', {
    status: 503,
    message: 'The connection that held the asset broke; somebody else may hold it now.',
    cause,
  });

/** Asks the connection now and then whether it is still there; a broken one has lost its locks. The answer stops that. */
function watchConnection(connection: Kysely<Tables>, onLost: (error: unknown) => void): () => void {
  const timer = setInterval(() => void sql`select`.execute(connection).catch(onLost), WATCH_MS);
  return () => clearInterval(timer);
}

/**
 * Runs `work` while nobody else holds the asset, on whatever machine: two streams of one asset that are published at
 * the same time would mix. The lock is one of a connection that is kept for as long, so it ends with the process. Should
 * the connection end earlier, the signal that `work` is given is aborted with `jobs/asset-lost`. Rejects with the reason
 * of `signal` when that is aborted while waiting.
 */
export async function holdAsset<T>(
  database: Database,
  assetId: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return database.connection().execute(async (connection) => {
    while (!(await tryLock(connection, assetId))) {
      // Woken early by an abort, which is then told by its own reason.
      await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
      signal.throwIfAborted();
    }
    const lost = new AbortController();
    const stop = watchConnection(connection, (error) => lost.abort(lockLost(error)));
    try {
      return await work(AbortSignal.any([signal, lost.signal]));
    } finally {
      stop();
      // A broken connection has let go already, and how the work ended matters more.
      await sql`select pg_advisory_unlock(${lockOf(assetId)})`.execute(connection).catch(() => undefined);
    }
  });
}
