import { sql } from 'kysely';
import type { Database } from '../../../ports/database.ts';

/** A session of a space, and that this process is the one that runs it. */
export interface SpaceLease {
  readonly environmentId: string;
  readonly spaceId: string;
  readonly sessionId: string;
}

/** Who runs which space. A holder is a process, and no two are the same. */
export interface SpaceLeases {
  /**
   * Takes a space, with the session `sessionId` or, where another's lease on it has run out, with the session that is
   * still on. Null: another runs it.
   */
  take(environmentId: string, spaceId: string, sessionId: string): Promise<SpaceLease | null>;
  /** Keeps those of this process that are named; gives which of them are still its own. */
  renew(spaceIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Takes over leases that have run out, to end their sessions. */
  takeExpired(): Promise<readonly SpaceLease[]>;
  /** The session is over. */
  drop(lease: SpaceLease): Promise<void>;
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

/** How long clients that are told to come back are waited for after a process has ended. */
const RELEASED_SECONDS = 20;

/** `lifeSeconds`: how long a lease lasts unless it is renewed. Times are the database's. */
export function createSpaceLeases(database: Database, holder: string, lifeSeconds: number): SpaceLeases {
  const end = sql<Date>`now() + make_interval(secs => ${lifeSeconds})`;
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
              is.or([is('space_leases.holder', '=', ''), is('space_leases.expires_at', '<', sql<Date>`now()`)]),
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
        .where('expires_at', '<', sql<Date>`now()`)
        .returningAll()
        .execute();
      return rows.map(leaseOf);
    },
    async drop({ spaceId, sessionId }) {
      await database
        .deleteFrom('space_leases')
        .where('space_id', '=', spaceId)
        .where('session_id', '=', sessionId)
        .where('holder', '=', holder)
        .execute();
    },
    async release() {
      await database
        .updateTable('space_leases')
        .set({ holder: '', expires_at: sql<Date>`now() + make_interval(secs => ${RELEASED_SECONDS})` })
        .where('holder', '=', holder)
        .execute();
    },
  };
}
