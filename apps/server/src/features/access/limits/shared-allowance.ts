import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Database, Transaction } from '../../../ports/database.ts';
import { type Allowance, allowanceSpent } from './allowance.ts';

/** Counts the calls of each caller in all processes of the deployment together. */
export interface SharedAllowance {
  /**
   * Takes one call; throws a 429 when there is none left. Within `transaction` it is given back if that fails, and
   * calls of the same caller wait for each other until it ends.
   */
  require(caller: string, transaction?: Transaction): Promise<void>;
}

/** Rows that mean nothing any more are removed by whoever comes by, so often. */
const TRIM_MS = 60_000;

/** No credential and no viewer is stored because of a counter. */
const nameOf = (scope: string, caller: string): string =>
  createHash('sha256').update(`${scope} ${caller}`).digest('base64url');

/**
 * The time at which the allowance is full again moves on by one interval for each call, up to a whole burst from now: one
 * statement, and the clock of the database for all. `busy` is as it was before the statement.
 */
async function take(database: Database | Transaction, name: string, intervalSeconds: number, burst: number) {
  const interval = sql`make_interval(secs => ${intervalSeconds})`;
  const fullNext = sql`greatest(spent.full_at, clock_timestamp()) + ${interval}`;
  const { rows } = await sql<{ isTaken: boolean; busy: number | null }>`
    with taken as (
      insert into allowances as spent (name, full_at) values (${name}, clock_timestamp() + ${interval})
      on conflict (name) do update set full_at = ${fullNext}
      where ${fullNext} <= clock_timestamp() + make_interval(secs => ${intervalSeconds * burst})
      returning 1
    )
    select exists (select from taken) as "isTaken",
      (select extract(epoch from full_at - clock_timestamp())::float8 from allowances where name = ${name}) as busy`.execute(
    database,
  );
  return rows[0];
}

/** `scope` keeps the callers of one kind of call apart from those of another. */
export function createSharedAllowance(database: Database, scope: string, allowance: Allowance): SharedAllowance {
  const { burst, perMinute } = allowance;
  const intervalSeconds = 60 / perMinute;
  let trimmedAtMs = performance.now();

  async function trim(): Promise<void> {
    if (performance.now() - trimmedAtMs < TRIM_MS) return;
    trimmedAtMs = performance.now();
    await sql`delete from allowances where full_at < clock_timestamp()`.execute(database);
  }

  return {
    async require(caller, transaction) {
      if (transaction === undefined) await trim();
      const taken = await take(transaction ?? database, nameOf(scope, caller), intervalSeconds, burst);
      if (taken?.isTaken === true) return;
      throw allowanceSpent(allowance, (taken?.busy ?? 0) - (burst - 1) * intervalSeconds);
    },
  };
}
