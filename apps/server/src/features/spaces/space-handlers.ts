import { SpaceBody } from '@sluice/contract';
import { dataAnswer, goneAnswer } from '../../platform/video-api/data-answer.ts';
import { readPage } from '../../platform/video-api/read-page.ts';
import { readVideoBody } from '../../platform/video-api/read-video-body.ts';
import { videoErrors } from '../../platform/video-api/video-error.ts';
import { requireVideoId } from '../../platform/video-api/video-id.ts';
import type { Transaction } from '../../ports/database.ts';
import { type HttpRequest, type RouteHandler, requireTokenCaller } from '../../ports/http-exchange.ts';
import { addBroadcast, requireRoom } from './broadcasts/add-broadcast.ts';
import type { BroadcastParts } from './broadcasts/broadcast-states.ts';
import { announceSpace } from './space-events.ts';
import { deleteSpace, findSpace, insertSpace, listSpaces, lockSpace, type SpaceRecord } from './space-store.ts';
import { spaceView } from './space-view.ts';

export interface SpaceHandlerParts extends BroadcastParts {
  /** Most that one space can have. */
  readonly maxBroadcasts: number;
}

export const environmentOf = (request: HttpRequest): string => requireTokenCaller(request).environment.id;
export const spaceIdOf = ({ params }: HttpRequest): string => requireVideoId(params.SPACE_ID);

/** Handlers of spaces themselves (Mux contract §4.3). */
export function spaceHandlers({ database, liveStreams, maxBroadcasts }: SpaceHandlerParts) {
  async function make(transaction: Transaction, environmentId: string, body: SpaceBody): Promise<SpaceRecord> {
    const bare = await insertSpace(transaction, environmentId, body.passthrough ?? null);
    const broadcasts = [];
    for (const each of body.broadcasts ?? []) {
      broadcasts.push(await addBroadcast(transaction, liveStreams, bare, each));
    }
    const space = { ...bare, broadcasts };
    await announceSpace(transaction, 'created', space);
    return space;
  }

  const create: RouteHandler = async (request) => {
    const body = readVideoBody(SpaceBody, request.bodyBytes);
    requireRoom(body.broadcasts?.length ?? 0, maxBroadcasts);
    const environmentId = environmentOf(request);
    const space = await database.transaction().execute((transaction) => make(transaction, environmentId, body));
    return dataAnswer(201, spaceView(space));
  };

  const list: RouteHandler = async (request) => {
    const spaces = await listSpaces(database, environmentOf(request), readPage(request.rawTarget));
    return dataAnswer(200, spaces.map(spaceView));
  };

  const read: RouteHandler = async (request) => {
    const space = await findSpace(database, environmentOf(request), spaceIdOf(request));
    if (space === null) throw videoErrors.notFound();
    return dataAnswer(200, spaceView(space));
  };

  const remove: RouteHandler = (request) =>
    database.transaction().execute(async (transaction) => {
      const space = await lockSpace(transaction, environmentOf(request), spaceIdOf(request));
      if (space === null) throw videoErrors.notFound();
      if (space.activeSessionId !== null) throw videoErrors.invalid('The space is active: only an idle one can go.');
      await deleteSpace(transaction, space.id);
      await announceSpace(transaction, 'deleted', space);
      return goneAnswer;
    });

  return { createSpace: create, listSpaces: list, readSpace: read, deleteSpace: remove };
}
