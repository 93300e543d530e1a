import { sql } from 'kysely';
import type { Database, Transaction } from '../../../ports/database.ts';
import { SUSPECT_AFTER_MS } from '../nodes/place-space.ts';

/** A session of a space, and that this process is the one that runs it. */
export interface SpaceLease {
  readonly environmentId: string;
  readonly spaceId: string;
  readonly sessionId: string;
}

/** Who runs which space. A holder is a process, and no two are the same. */
export interface SpaceLeases {
  /**
   * Takes a space, with the session `sessionId` or, where another let go of it or is gone, with the session that is
   * still on. Gone is whose lease has run out, or who could not be reached and missed two heartbeats. Null: another
   * runs it.
   */
  take(environmentId: string, spaceId: string, sessionId: string): Promise<SpaceLease | null>;
  /** Keeps those of this process that are named; gives which of them are still its own. */
  renew(spaceIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Takes over leases that ran out so long ago that nobody comes back any more, to end their sessions. */
  takeExpired(): Promise<readonly SpaceLease[]>;
  /** The session is over. False, and nothing happens, where the lease is another's by now. */
  drop(lease: SpaceLease, transaction: Transaction): Promise<boolean>;
  /** Lets others take these spaces with their sessions at once. */
  release(): Promise<void>;
}

interface Row {
  readonly space_id: string;
  readonly environment_id: string;
  readonly session_id: string;
}

const leaseOf = (row: Row): SpaceLease => ({
  environmentId: row.environment_id,
  spaceId: row.space_id,
  sessionId: row.session_id,
});

export interface LeaseTimes {
  /** How long a lease lasts unless it is renewed. */
  readonly lifeSeconds: number;
  /** How long participants are waited for after that, or after a process let go. */
  readonly graceSeconds: number;
}

const secondsFromNow = (seconds: number) => sql<Date>`now() + make_interval(secs => ${seconds})`;

/** `holder`: this process, as in the table of nodes. Times are the database's. */
export function createSpaceLeases(
  database: Database,
  holder: string,
  { lifeSeconds, graceSeconds }: LeaseTimes,
): SpaceLeases {
  const end = secondsFromNow(lifeSeconds);
  const silentSince = secondsFromNow(-SUSPECT_AFTER_MS / 1000);
  return {
    async take(environmentId, spaceId, sessionId) {
      const row = await database
        .insertInto('space_leases')
        .values({ space_id: spaceId, environment_id: environmentId, session_id: sessionId, holder, expires_at: end })
        .onConflict((conflict) =>
          conflict
            .column('space_id')
            .doUpdateSet({ holder, expires_at: end })
            .where((is) =>
              is.or([
                is('space_leases.holder', '=', ''),
                is('space_leases.expires_at', '<', sql<Date>`now()`),
                is.exists(
                  is
                    .selectFrom('rtc_nodes')
                    .select('rtc_nodes.id')
                    .whereRef('rtc_nodes.id', '=', 'space_leases.holder')
                    .where('rtc_nodes.suspected_at', 'is not', null)
                    .where('rtc_nodes.seen_at', '<', silentSince),
                ),
              ]),
            ),
        )
        .returningAll()
        .executeTakeFirst();
      return row === undefined ? null : leaseOf(row);
    },
    async renew(spaceIds) {
      if (spaceIds.length === 0) return new Set();
      const rows = await database
        .updateTable('space_leases')
        .set({ expires_at: end })
        .where('holder', '=', holder)
        .where('space_id', 'in', spaceIds)
        .returning('space_id')
        .execute();
      return new Set(rows.map(({ space_id }) => space_id));
    },
    async takeExpired() {
      const rows = await database
        .updateTable('space_leases')
        .set({ holder, expires_at: end })
        .where('expires_at', '<', secondsFromNow(-graceSeconds))
        .returningAll()
        .execute();
      return rows.map(leaseOf);
    },
    async drop({ spaceId, sessionId }, transaction) {
      const dropped = await transaction
        .deleteFrom('space_leases')
        .where('space_id', '=', spaceId)
        .where('session_id', '=', sessionId)
        .where('holder', '=', holder)
        .returning('space_id')
        .executeTakeFirst();
      return dropped !== undefined;
    },
    async release() {
      await database
        .updateTable('space_leases')
        .set({ holder: '', expires_at: end })
        .where('holder', '=', holder)
        .execute();
    },
  };
}
