import { randomUUID } from 'node:crypto';
import type { Grant, RevocationSet } from '@sluice/access';
import { type Clock, unixSeconds } from '../../../ports/clock.ts';
import type { Socket, SocketListener, SocketRequest, SocketService } from '../../../ports/socket.ts';
import type { CheckSpaceToken, SpaceAdmission } from '../check-space-token.ts';
import { fullAllowance, takeAllowance } from '../room/allowance.ts';
import { parseClientFrame } from '../room/client-frame.ts';
import { connectionError, fatalFrame, refusalFrame, requestError } from '../room/error-frame.ts';
import type { ChosenIds } from './chosen-ids.ts';
import { type JoinOutcome, tellingFirst } from './join-outcome.ts';
import type { LiveRoom } from './live-room.ts';
import type { LiveRooms } from './live-rooms.ts';
import { arrivalOf, createVisit, type Visit } from './visit.ts';

/** For the audit log and the metrics; `admission` is known of a good token. */
export interface JoinReport {
  readonly outcome: JoinOutcome;
  readonly request: SocketRequest;
  readonly admission: SpaceAdmission | null;
  readonly participantId: string | null;
}

export interface SpaceDoorParts {
  readonly rooms: LiveRooms;
  readonly checkToken: CheckSpaceToken;
  readonly revocations: RevocationSet;
  readonly ids: ChosenIds;
  readonly clock: Clock;
  report(join: JoinReport): void;
  reportFailure(error: unknown): void;
}

/** The door of this process's own rooms, with all who came through it. A space that is elsewhere closes with 4100. */
export interface SpaceDoor extends SocketService {
  /** Ends the connections of those whose grant was taken back. */
  cutWithdrawn(): void;
}

interface Seat {
  readonly grant: Grant;
  readonly live: LiveRoom;
}

/** Clients connect to `…/pluto/v1`, the first ones to `…/pluto`, behind whatever prefix their page names. */
const places = /(?:^|\/)pluto(?:\/v1)?$/;

/** Frames of one client: ICE brings some dozens at once. */
const rate = { perSecond: 50, burst: 300 };
/** Codes of RFC 6455 §7.4.1 that say that someone left: normal, going away, none. */
const leaving: ReadonlySet<number> = new Set([1000, 1001, 1005]);
/** Most sockets at once. */
const MAX_VISITS = 10_000;

export function createSpaceDoor(parts: SpaceDoorParts): SpaceDoor {
  const { rooms, checkToken, revocations, ids, clock, report, reportFailure } = parts;
  const seats = new Map<string, Seat>();
  let visits = 0;

  function refuse(socket: Socket, type: number, message: string): void {
    socket.send(JSON.stringify(fatalFrame(type, message)));
    socket.close(4000);
  }

  async function join(visit: Visit): Promise<void> {
    const { socket, asked, request, connectionId } = visit;
    if (visits > MAX_VISITS) {
      refuse(socket, connectionError.unknown, 'There are too many connections here; try again in a moment.');
      return report({ outcome: 'unavailable', request, admission: null, participantId: null });
    }
    const admission = await checkToken(asked.token, unixSeconds(clock));
    if (!admission.ok) {
      refuse(socket, connectionError.invalidToken, admission.sentence);
      return report({ outcome: 'bad_token', request, admission: null, participantId: null });
    }
    const { environmentId, space } = admission;
    let live = await rooms.open(environmentId, space.id);
    // Whoever was before us left while we waited for our turn.
    while (live?.isOver === true) live = await rooms.open(environmentId, space.id);
    if (visit.isClosed) return live?.feedAll({ kind: 'tick', nowMs: clock.nowMs() });
    if (live === null) return socket.close(4100);
    const tell = (outcome: JoinOutcome): void => {
      const participantId = live.room.connections.get(connectionId)?.participantId ?? null;
      report({ outcome, request, admission, participantId });
    };
    seats.set(connectionId, { grant: admission.grant, live });
    visit.live = live;
    const refused = live.admit(arrivalOf(visit, admission, ids), tellingFirst(socket, tell));
    if (refused !== null) seats.delete(connectionId);
    // What was taken back between the decision and now.
    if (revocations.revokes(admission.grant)) live.feed(connectionId, { kind: 'withdrawn' });
  }

  function open(request: SocketRequest, socket: Socket): SocketListener {
    const visit = createVisit(request, socket);
    visits += 1;
    let allowance = fullAllowance(rate, clock.nowMs());
    join(visit).catch((error: unknown) => {
      reportFailure(error);
      refuse(socket, connectionError.unknown, 'Something failed here; try again in a moment.');
      report({ outcome: 'unavailable', request, admission: null, participantId: null });
    });
    return {
      message(text) {
        const nowMs = clock.nowMs();
        const left = takeAllowance(allowance, rate, nowMs);
        if (left === null) {
          refuse(socket, connectionError.unknown, 'Too many messages.');
          return visit.live?.feed(visit.connectionId, { kind: 'closed', isOnPurpose: true, nowMs });
        }
        allowance = left;
        const frame = text === null ? null : parseClientFrame(text);
        if (frame === null) {
          return socket.send(
            JSON.stringify(refusalFrame(requestError.invalidProtocol, 'This is no frame of the protocol.')),
          );
        }
        visit.live?.feed(visit.connectionId, { kind: 'frame', frame, nowMs, newId: randomUUID() });
      },
      closed(code) {
        visit.isClosed = true;
        visits -= 1;
        seats.delete(visit.connectionId);
        visit.live?.feed(visit.connectionId, { kind: 'closed', isOnPurpose: leaving.has(code), nowMs: clock.nowMs() });
      },
    };
  }

  return {
    serves: (path) => places.test(path),
    open,
    cutWithdrawn() {
      for (const [connectionId, { grant, live }] of seats) {
        if (revocations.revokes(grant)) live.feed(connectionId, { kind: 'withdrawn' });
      }
    },
  };
}
