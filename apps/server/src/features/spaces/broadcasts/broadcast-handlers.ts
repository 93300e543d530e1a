import { BroadcastBody } from '@sluice/contract';
import { dataAnswer, goneAnswer } from '../../../platform/video-api/data-answer.ts';
import { readVideoBody } from '../../../platform/video-api/read-video-body.ts';
import { videoErrors } from '../../../platform/video-api/video-error.ts';
import { requireVideoId } from '../../../platform/video-api/video-id.ts';
import type { HttpRequest, RouteHandler } from '../../../ports/http-exchange.ts';
import { announceBroadcast, announceUpdate } from '../space-events.ts';
import { environmentOf, type SpaceHandlerParts, spaceIdOf } from '../space-handlers.ts';
import { findSpace, lockSpace } from '../space-store.ts';
import { broadcastView } from '../space-view.ts';
import { addBroadcast, requireRoom } from './add-broadcast.ts';
import { type BroadcastName, type BroadcastStates, requireBroadcast } from './broadcast-states.ts';
import { deleteBroadcast } from './broadcast-store.ts';

const nameOf = (request: HttpRequest): BroadcastName => [
  environmentOf(request),
  spaceIdOf(request),
  requireVideoId(request.params.BROADCAST_ID),
];

/** Handlers of the broadcasts of spaces (Mux contract §4.3). */
export function broadcastHandlers(parts: SpaceHandlerParts, states: BroadcastStates) {
  const { database, liveStreams, maxBroadcasts } = parts;

  const create: RouteHandler = (request) =>
    database.transaction().execute(async (transaction) => {
      const spaceId = spaceIdOf(request);
      const body = readVideoBody(BroadcastBody, request.bodyBytes);
      const space = await lockSpace(transaction, environmentOf(request), spaceId);
      if (space === null) throw videoErrors.notFound();
      requireRoom(space.broadcasts.length + 1, maxBroadcasts);
      const broadcast = await addBroadcast(transaction, liveStreams, space, body);
      await announceUpdate(transaction, space);
      return dataAnswer(201, broadcastView(broadcast));
    });

  const read: RouteHandler = async (request) => {
    const [environmentId, spaceId, broadcastId] = nameOf(request);
    const space = await findSpace(database, environmentId, spaceId);
    const broadcast = space?.broadcasts.find(({ id }) => id === broadcastId);
    if (broadcast === undefined) throw videoErrors.notFound();
    return dataAnswer(200, broadcastView(broadcast));
  };

  const remove: RouteHandler = (request) =>
    database.transaction().execute(async (transaction) => {
      const { space, broadcast } = await requireBroadcast(transaction, ...nameOf(request));
      if (broadcast.status === 'active') throw videoErrors.invalid('The broadcast is active: stop it first.');
      await deleteBroadcast(transaction, broadcast.id);
      await announceBroadcast(transaction, 'deleted', space.environmentId, broadcast);
      await announceUpdate(transaction, space);
      return goneAnswer;
    });

  const start: RouteHandler = async (request) => {
    await states.start(...nameOf(request));
    return dataAnswer(200, {});
  };

  const stop: RouteHandler = async (request) => {
    await states.stop(...nameOf(request));
    return dataAnswer(200, {});
  };

  return {
    createBroadcast: create,
    readBroadcast: read,
    deleteBroadcast: remove,
    startBroadcast: start,
    stopBroadcast: stop,
  };
}
