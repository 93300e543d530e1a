import type { Database } from '../../../ports/database.ts';

/** What a playback id plays now. */
export interface PlayedStream {
  readonly playbackId: string;
  readonly policy: 'public' | 'signed';
  readonly environmentId: string;
  /** The recording of an active live stream; null while there is nothing to play. */
  readonly assetId: string | null;
}

/** Null where no live stream has such a playback id. */
export async function findPlayedStream(database: Database, playbackId: string): Promise<PlayedStream | null> {
  const row = await database
    .selectFrom('live_playback_ids')
    .innerJoin('live_streams', 'live_streams.id', 'live_playback_ids.live_stream_id')
    .leftJoin('live_recordings', (join) =>
      join
        .onRef('live_recordings.live_stream_id', '=', 'live_streams.id')
        .on('live_recordings.ended_at', 'is', null)
        .on('live_recordings.model', 'is not', null),
    )
    .select(['live_playback_ids.policy', 'live_streams.status', 'live_streams.environment_id'])
    .select('live_recordings.asset_id')
    .where('live_playback_ids.id', '=', playbackId)
    .executeTakeFirst();
  if (row === undefined) return null;
  const assetId = row.status === 'active' ? row.asset_id : null;
  return { playbackId, policy: row.policy, environmentId: row.environment_id, assetId };
}
