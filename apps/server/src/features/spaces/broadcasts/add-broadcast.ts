import type { BroadcastBody } from '@sluice/contract';
import { videoErrors } from '../../../platform/video-api/video-error.ts';
import type { Transaction } from '../../../ports/database.ts';
import { announceBroadcast } from '../space-events.ts';
import type { LiveStreams } from './broadcast-states.ts';
import { type BroadcastFields, type BroadcastRow, insertBroadcast } from './broadcast-store.ts';

/** What a body orders, with the defaults of Mux contract §4.2. */
export const broadcastFields = (body: BroadcastBody): BroadcastFields => ({
  live_stream_id: body.live_stream_id,
  layout: body.layout ?? 'gallery',
  resolution: body.resolution ?? '1920x1080',
  background: body.background ?? null,
  passthrough: body.passthrough ?? null,
});

/** @throws {SluiceError} 400 where a space with `count` broadcasts would have too many of them. */
export function requireRoom(count: number, most: number): void {
  if (count > most) throw videoErrors.invalid(`A space has ${most} broadcast${most === 1 ? '' : 's'} at most.`);
}

/** Gives a space a broadcast and tells of it. @throws {SluiceError} 400 for an unknown live stream. */
export async function addBroadcast(
  transaction: Transaction,
  liveStreams: LiveStreams,
  space: { readonly environmentId: string; readonly id: string },
  body: BroadcastBody,
): Promise<BroadcastRow> {
  const stream = await liveStreams.find(transaction, space.environmentId, body.live_stream_id);
  if (stream === null) throw videoErrors.invalid('live_stream_id names no live stream of this environment.');
  const broadcast = await insertBroadcast(transaction, space.id, broadcastFields(body));
  await announceBroadcast(transaction, 'created', space.environmentId, broadcast);
  return broadcast;
}
