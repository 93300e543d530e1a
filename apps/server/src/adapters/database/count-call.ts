import { sql } from 'kysely';
import type { Database } from '../../ports/database.ts';

/**
 * Counts a call of `caller` and answers with how many there were in this minute of Unix time, by the one clock that all
 * processes share: the database's.
 */
export async function countCall(database: Database, scope: string, caller: string): Promise<number> {
  const minute = sql<number>`floor(extract(epoch from clock_timestamp()) / 60)::bigint`;
  const { calls } = await database
    .insertInto('call_counts')
    .values({ scope, caller, minute, calls: 1 })
    .onConflict((conflict) =>
      conflict.columns(['scope', 'caller']).doUpdateSet({
        calls: sql<number>`case when call_counts.minute = excluded.minute then call_counts.calls + 1 else 1 end`,
        minute: (e) => e.ref('excluded.minute'),
      }),
    )
    .returning('calls')
    .executeTakeFirstOrThrow();
  return calls;
}
