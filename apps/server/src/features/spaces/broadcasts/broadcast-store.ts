import { type Selectable, sql } from 'kysely';
import { newVideoId } from '../../../platform/video-api/video-id.ts';
import type { Database, SpaceBroadcastsTable, Transaction } from '../../../ports/database.ts';

export type BroadcastRow = Selectable<SpaceBroadcastsTable>;
/** What is ordered of a broadcast. */
export type BroadcastFields = Pick<
  BroadcastRow,
  'live_stream_id' | 'layout' | 'resolution' | 'background' | 'passthrough'
>;

/** Broadcasts of these spaces, the oldest first. */
export function listBroadcasts(database: Database, spaceIds: readonly string[]): Promise<BroadcastRow[]> {
  return database
    .selectFrom('space_broadcasts')
    .selectAll()
    .where('space_id', '=', sql<string>`any(${spaceIds})`)
    .orderBy('seq')
    .execute();
}

export function insertBroadcast(
  transaction: Transaction,
  spaceId: string,
  fields: BroadcastFields,
): Promise<BroadcastRow> {
  return transaction
    .insertInto('space_broadcasts')
    .values({ id: newVideoId(), space_id: spaceId, ...fields })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Undefined where it is so already, or there is none. */
export function saveBroadcastStatus(
  transaction: Transaction,
  id: string,
  status: BroadcastRow['status'],
): Promise<BroadcastRow | undefined> {
  return transaction
    .updateTable('space_broadcasts')
    .set({ status })
    .where('id', '=', id)
    .where('status', '!=', status)
    .returningAll()
    .executeTakeFirst();
}

/** Undefined where there was none. */
export function deleteBroadcast(transaction: Transaction, id: string): Promise<BroadcastRow | undefined> {
  return transaction.deleteFrom('space_broadcasts').where('id', '=', id).returningAll().executeTakeFirst();
}
