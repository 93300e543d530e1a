import { randomUUID } from 'node:crypto';
import { type Insertable, type Selectable, sql } from 'kysely';
import type { Page } from '../../platform/video-api/read-page.ts';
import { newVideoId } from '../../platform/video-api/video-id.ts';
import type { Database, LivePlaybackIdsTable, LiveStreamsTable, Transaction } from '../../ports/database.ts';
import { listRecordings } from './recordings/recording-store.ts';

export type PlaybackIdRow = Selectable<LivePlaybackIdsTable>;
/** A live stream with what it is played by and what it is recorded as, the oldest first. */
export type LiveStreamRecord = Selectable<LiveStreamsTable> & {
  readonly playbackIds: readonly PlaybackIdRow[];
  /** The asset that grows now; null while nothing is sent. */
  readonly activeAssetId: string | null;
  readonly recentAssetIds: readonly string[];
};
export type Policy = PlaybackIdRow['policy'];

/** What is ordered of a live stream. */
export type LiveStreamFields = Omit<Insertable<LiveStreamsTable>, 'id' | 'environment_id' | 'stream_key' | 'seq'>;

/** Which streams are listed. */
export interface LiveStreamFilter extends Page {
  readonly status: LiveStreamRecord['status'] | null;
  /** A UUID. */
  readonly streamKey: string | null;
}

async function withIds(database: Database, rows: readonly Selectable<LiveStreamsTable>[]): Promise<LiveStreamRecord[]> {
  const ids = rows.map(({ id }) => id);
  const playbackIds = await database
    .selectFrom('live_playback_ids')
    .selectAll()
    .where('live_stream_id', '=', sql<string>`any(${ids})`)
    .orderBy('seq')
    .execute();
  const recordings = await listRecordings(database, ids);
  return rows.map((row) => {
    const own = recordings.filter((each) => each.live_stream_id === row.id);
    return {
      ...row,
      playbackIds: playbackIds.filter((each) => each.live_stream_id === row.id),
      activeAssetId: own.find((each) => each.ended_at === null)?.asset_id ?? null,
      recentAssetIds: own.filter((each) => each.ended_at !== null).map((each) => each.asset_id),
    };
  });
}

/** Newest first. */
export async function listLiveStreams(
  database: Database,
  environmentId: string,
  { limit, offset, status, streamKey }: LiveStreamFilter,
): Promise<readonly LiveStreamRecord[]> {
  const rows = await database
    .selectFrom('live_streams')
    .selectAll()
    .where('environment_id', '=', environmentId)
    .$if(status !== null, (query) => query.where('status', '=', status ?? 'idle'))
    .$if(streamKey !== null, (query) => query.where('stream_key', '=', streamKey))
    .orderBy('seq', 'desc')
    .limit(limit)
    .offset(offset)
    .execute();
  return withIds(database, rows);
}

/** Null where the environment has none of that id. */
export async function findLiveStream(
  database: Database,
  environmentId: string,
  id: string,
): Promise<LiveStreamRecord | null> {
  const rows = await database
    .selectFrom('live_streams')
    .selectAll()
    .where('environment_id', '=', environmentId)
    .where('id', '=', id)
    .execute();
  return (await withIds(database, rows))[0] ?? null;
}

/** As {@link findLiveStream}, and nobody else changes it before the transaction ends. */
export async function lockLiveStream(
  transaction: Transaction,
  environmentId: string,
  id: string,
): Promise<LiveStreamRecord | null> {
  await transaction.selectFrom('live_streams').select('id').where('id', '=', id).forUpdate().execute();
  return findLiveStream(transaction, environmentId, id);
}

export async function insertLiveStream(
  transaction: Transaction,
  environmentId: string,
  fields: LiveStreamFields,
  policies: readonly Policy[],
): Promise<LiveStreamRecord> {
  const row = await transaction
    .insertInto('live_streams')
    .values({ id: newVideoId(), environment_id: environmentId, stream_key: randomUUID(), ...fields })
    .returningAll()
    .executeTakeFirstOrThrow();
  const playbackIds: PlaybackIdRow[] = [];
  for (const policy of policies) playbackIds.push(await insertPlaybackId(transaction, row.id, policy));
  return { ...row, playbackIds, activeAssetId: null, recentAssetIds: [] };
}

export async function saveLiveStatus(
  transaction: Transaction,
  id: string,
  status: LiveStreamRecord['status'],
): Promise<void> {
  await transaction.updateTable('live_streams').set({ status }).where('id', '=', id).execute();
}

export async function isBroadcastTo(transaction: Transaction, id: string): Promise<boolean> {
  const row = await transaction
    .selectFrom('space_broadcasts')
    .select('id')
    .where('live_stream_id', '=', id)
    .executeTakeFirst();
  return row !== undefined;
}

export async function deleteLiveStream(transaction: Transaction, id: string): Promise<void> {
  await transaction.deleteFrom('live_streams').where('id', '=', id).execute();
}

export function insertPlaybackId(transaction: Transaction, streamId: string, policy: Policy): Promise<PlaybackIdRow> {
  return transaction
    .insertInto('live_playback_ids')
    .values({ id: newVideoId(), live_stream_id: streamId, policy })
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function deletePlaybackId(transaction: Transaction, id: string): Promise<void> {
  await transaction.deleteFrom('live_playback_ids').where('id', '=', id).execute();
}
