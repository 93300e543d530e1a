import { sql } from 'kysely';
import type { Database } from '../../ports/database.ts';

/** What was counted in a minute that is over for everybody means nothing any more. */
const KEPT_MINUTES = 2;

/**
 * Adds calls in this minute of Unix time to those of all processes, in one statement; the answer is what these are now,
 * by caller. Nothing is said of a caller whose next minute has begun by another process's clock.
 */
export async function tellCalls(
  database: Database,
  scope: string,
  minute: number,
  calls: ReadonlyMap<string, number>,
): Promise<ReadonlyMap<string, number>> {
  // In one order everywhere, so that processes never wait for each other in a circle.
  const told = [...calls].sort(([a], [b]) => (a < b ? -1 : 1));
  const callers = told.map(([caller]) => caller);
  const counts = told.map(([, count]) => count);
  const { rows } = await sql<{ caller: string; calls: number }>`
    insert into call_counts (scope, caller, minute, calls)
    select ${scope}, told.caller, ${minute}::bigint, told.calls
    from unnest(${callers}::text[], ${counts}::integer[]) with ordinality as told (caller, calls, place) order by place
    on conflict (scope, caller) do update set minute = excluded.minute, calls = excluded.calls
      + case when call_counts.minute = excluded.minute then call_counts.calls else 0 end
    where call_counts.minute <= excluded.minute
    returning caller, calls`.execute(database);
  return new Map(rows.map((row) => [row.caller, row.calls]));
}

/** Forgets the calls of minutes that are over. */
export async function trimCalls(database: Database): Promise<void> {
  await sql`delete from call_counts where minute < floor(extract(epoch from clock_timestamp()) / 60) - ${KEPT_MINUTES}`.execute(
    database,
  );
}
