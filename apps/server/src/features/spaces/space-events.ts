import type { Transaction } from '../../ports/database.ts';
import { announce } from '../webhooks/index.ts';
import type { BroadcastRow } from './broadcasts/broadcast-store.ts';
import { findSpace, type SpaceRecord } from './space-store.ts';
import { broadcastView, spaceEventData } from './space-view.ts';

/** Tells of a space, as it is given. */
export const announceSpace = (
  transaction: Transaction,
  what: 'created' | 'deleted' | 'active' | 'idle' | 'updated',
  space: SpaceRecord,
): Promise<void> =>
  announce(transaction, {
    environmentId: space.environmentId,
    type: `video.space.${what}`,
    object: { type: 'space', id: space.id },
    data: spaceEventData(space),
  });

/** Tells that the list of a space's broadcasts is another one (Mux contract §17). */
export async function announceUpdate(transaction: Transaction, { environmentId, id }: SpaceRecord): Promise<void> {
  const space = await findSpace(transaction, environmentId, id);
  if (space !== null) await announceSpace(transaction, 'updated', space);
}

/** Tells of a broadcast, as it is given. */
export const announceBroadcast = (
  transaction: Transaction,
  what: 'created' | 'deleted' | 'active' | 'idle',
  environmentId: string,
  broadcast: BroadcastRow,
): Promise<void> =>
  announce(transaction, {
    environmentId,
    type: `video.space.broadcast.${what}`,
    object: { type: 'space_broadcast', id: broadcast.id },
    data: broadcastView(broadcast),
  });
