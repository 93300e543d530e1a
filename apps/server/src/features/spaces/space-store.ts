import type { Selectable } from 'kysely';
import { newVideoId } from '../../platform/video-api/video-id.ts';
import type { Database, SpacesTable, Transaction } from '../../ports/database.ts';
import { type BroadcastRow, listBroadcasts } from './broadcasts/broadcast-store.ts';

/** A space as it is stored, with its broadcasts, the oldest first. */
export interface SpaceRecord {
  readonly id: string;
  readonly environmentId: string;
  /** Null while nobody is connected. */
  readonly activeSessionId: string | null;
  readonly passthrough: string | null;
  readonly createdAt: Date;
  readonly broadcasts: readonly BroadcastRow[];
}

const recordOf = (row: Selectable<SpacesTable>, broadcasts: readonly BroadcastRow[]): SpaceRecord => ({
  id: row.id,
  environmentId: row.environment_id,
  activeSessionId: row.active_session_id,
  passthrough: row.passthrough,
  createdAt: row.created_at,
  broadcasts: broadcasts.filter((broadcast) => broadcast.space_id === row.id),
});

const withBroadcasts = async (database: Database, rows: readonly Selectable<SpacesTable>[]): Promise<SpaceRecord[]> => {
  const broadcasts =
    rows.length === 0
      ? []
      : await listBroadcasts(
          database,
          rows.map(({ id }) => id),
        );
  return rows.map((row) => recordOf(row, broadcasts));
};

/** The space of that environment; null where that environment has none of that id. */
export async function findSpace(database: Database, environmentId: string, id: string): Promise<SpaceRecord | null> {
  const rows = await database
    .selectFrom('spaces')
    .selectAll()
    .where('id', '=', id)
    .where('environment_id', '=', environmentId)
    .execute();
  return (await withBroadcasts(database, rows))[0] ?? null;
}

/** As {@link findSpace}, and nobody else changes the space or its broadcasts before the transaction ends. */
export async function lockSpace(
  transaction: Transaction,
  environmentId: string,
  id: string,
): Promise<SpaceRecord | null> {
  const rows = await transaction
    .selectFrom('spaces')
    .selectAll()
    .where('id', '=', id)
    .where('environment_id', '=', environmentId)
    .forUpdate()
    .execute();
  return (await withBroadcasts(transaction, rows))[0] ?? null;
}

/** Newest first. */
export async function listSpaces(
  database: Database,
  environmentId: string,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<readonly SpaceRecord[]> {
  const rows = await database
    .selectFrom('spaces')
    .selectAll()
    .where('environment_id', '=', environmentId)
    .orderBy('seq', 'desc')
    .limit(limit)
    .offset(offset)
    .execute();
  return withBroadcasts(database, rows);
}

/** A new space, without broadcasts. */
export async function insertSpace(
  transaction: Transaction,
  environmentId: string,
  passthrough: string | null,
): Promise<SpaceRecord> {
  const row = await transaction
    .insertInto('spaces')
    .values({ id: newVideoId(), environment_id: environmentId, active_session_id: null, passthrough })
    .returningAll()
    .executeTakeFirstOrThrow();
  return recordOf(row, []);
}

export async function saveSession(transaction: Transaction, id: string, sessionId: string | null): Promise<void> {
  await transaction.updateTable('spaces').set({ active_session_id: sessionId }).where('id', '=', id).execute();
}

export async function deleteSpace(transaction: Transaction, id: string): Promise<void> {
  await transaction.deleteFrom('spaces').where('id', '=', id).execute();
}
