import { sql } from 'kysely';
import type { Database } from '../../../ports/database.ts';
import type { PlacementFacts, SpaceNode } from './place-space.ts';

/** What a node says of itself. */
export interface NodeLoad {
  readonly url: string;
  readonly isOpen: boolean;
  readonly rooms: number;
  readonly participants: number;
  readonly maxRooms: number;
}

/** The table of processes that host spaces. Times are the database's. */
export interface SpaceNodes {
  /** What there is to know for placing a space. */
  look(spaceId: string): Promise<PlacementFacts>;
  list(): Promise<readonly SpaceNode[]>;
  /** This process lives, and has so much to do. */
  beat(load: NodeLoad): Promise<void>;
  /** Another one could not be reached. Silent where it is not known. */
  suspect(id: string): Promise<void>;
  /** This process hosts nothing any more. */
  leave(): Promise<void>;
  /** Drops those that died long ago. */
  forget(): Promise<void>;
}

const FORGET_SECONDS = 60;
const now = sql<Date>`now()`;

async function listNodes(database: Database, self: string): Promise<readonly SpaceNode[]> {
  const rows = await database
    .selectFrom('rtc_nodes')
    .selectAll()
    .select(sql<number>`extract(epoch from now() - seen_at)::float8 * 1000`.as('age_ms'))
    .execute();
  return rows.map((row) => ({
    id: row.id,
    url: row.url,
    isOpen: row.is_open,
    rooms: row.rooms,
    participants: row.participants,
    maxRooms: row.max_rooms,
    // Who asks lives, however slow the database is to hear of it.
    ageMs: row.id === self ? 0 : row.age_ms,
    isSuspect: row.id !== self && row.suspected_at !== null,
  }));
}

/** `self`: the id of this process, as in the leases. */
export function createSpaceNodes(database: Database, self: string): SpaceNodes {
  const list = () => listNodes(database, self);
  return {
    list,
    async look(spaceId) {
      const held = database
        .selectFrom('space_leases')
        .select(['holder', sql<boolean>`expires_at < now()`.as('is_over')])
        .where('space_id', '=', spaceId)
        .executeTakeFirst();
      const [lease, nodes] = await Promise.all([held, list()]);
      return { hold: lease === undefined ? null : { holder: lease.holder, isOver: lease.is_over }, nodes };
    },
    async beat({ url, isOpen, rooms, participants, maxRooms }) {
      const seen = { url, is_open: isOpen, rooms, participants, max_rooms: maxRooms, seen_at: now, suspected_at: null };
      await database
        .insertInto('rtc_nodes')
        .values({ id: self, ...seen })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(seen))
        .execute();
    },
    async suspect(id) {
      const query = database.updateTable('rtc_nodes').set({ suspected_at: now });
      await query.where('id', '=', id).where('suspected_at', 'is', null).execute();
    },
    async leave() {
      await database.deleteFrom('rtc_nodes').where('id', '=', self).execute();
    },
    async forget() {
      const age = sql<Date>`now() - make_interval(secs => ${FORGET_SECONDS})`;
      await database.deleteFrom('rtc_nodes').where('seen_at', '<', age).execute();
    },
  };
}
