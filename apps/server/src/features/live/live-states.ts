import type { Transaction } from '../../ports/database.ts';
import { announce } from '../webhooks/index.ts';
import { type LiveStreamRecord, lockLiveStream, saveLiveStatus } from './live-stream-store.ts';
import { liveEventData } from './live-stream-view.ts';
import { askToEndRecording } from './recordings/recording-store.ts';

/** Tells of a live stream, as it is given. */
export const announceLive = (
  transaction: Transaction,
  what:
    | 'created'
    | 'deleted'
    | 'updated'
    | 'enabled'
    | 'disabled'
    | 'connected'
    | 'recording'
    | 'active'
    | 'disconnected'
    | 'idle',
  stream: LiveStreamRecord,
): Promise<void> =>
  announce(transaction, {
    environmentId: stream.environment_id,
    type: `video.live_stream.${what}`,
    object: { type: 'live', id: stream.id },
    data: liveEventData(stream),
  });

/** Puts a live stream into another state and tells of it. Nothing where it is there already. */
export async function changeLiveStatus(
  transaction: Transaction,
  stream: LiveStreamRecord,
  status: LiveStreamRecord['status'],
  what: 'enabled' | 'disabled' | 'idle',
): Promise<void> {
  if (stream.status === status) return;
  await saveLiveStatus(transaction, stream.id, status);
  await announceLive(transaction, what, { ...stream, status });
}

/**
 * Ends what is recorded of a live stream: whoever records it closes that, and then the stream rests. One of which nothing
 * is recorded rests at once.
 */
export async function completeLiveStream(transaction: Transaction, environmentId: string, id: string): Promise<void> {
  const stream = await lockLiveStream(transaction, environmentId, id);
  if (stream !== null && (await askToEndRecording(transaction, id))) return;
  if (stream?.status === 'active') await changeLiveStatus(transaction, stream, 'idle', 'idle');
}
