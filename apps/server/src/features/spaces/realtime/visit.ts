import { createHash, randomUUID } from 'node:crypto';
import type { Socket, SocketRequest } from '../../../ports/socket.ts';
import type { SpaceAdmission } from '../check-space-token.ts';
import type { Arrival } from '../room/arrivals.ts';
import type { ChosenIds } from './chosen-ids.ts';
import type { LiveRoom } from './live-room.ts';
import { type JoinRequest, readJoinRequest } from './read-join-request.ts';

/** One socket from its opening to its end. */
export interface Visit {
  readonly request: SocketRequest;
  readonly socket: Socket;
  readonly asked: JoinRequest;
  readonly connectionId: string;
  live: LiveRoom | null;
  isClosed: boolean;
}

export const createVisit = (request: SocketRequest, socket: Socket): Visit => ({
  request,
  socket,
  asked: readJoinRequest(request.rawTarget),
  connectionId: randomUUID(),
  live: null,
  isClosed: false,
});

/** What the room decides about. Who comes back is who it was, also in a room that has never heard of it. */
export function arrivalOf(
  { asked, connectionId }: Visit,
  { participantId, role }: SpaceAdmission,
  ids: ChosenIds,
): Arrival {
  const { reconnectId } = asked;
  const tokenDigest = createHash('sha256').update(asked.token).digest('base64');
  const isBack = reconnectId !== null && ids.isOf(reconnectId, tokenDigest);
  return {
    connectionId,
    participantId,
    chosenId: isBack ? reconnectId : ids.create(tokenDigest),
    tokenDigest,
    role,
    displayName: asked.displayName,
    automaticLimit: asked.automaticLimit,
    isHidden: false,
    reconnectId,
  };
}
