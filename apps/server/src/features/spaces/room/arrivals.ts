import { fullAllowance } from './allowance.ts';
import { remove } from './departures.ts';
import { connectionError, fatalFrame } from './error-frame.ts';
import { missedFrames } from './missed-tracks.ts';
import { type Connection, type Identity, MAX_DISPLAY_NAME_LENGTH, type Role, type Room } from './room.ts';
import { connectedFrame, joinedFrame, type Opened } from './server-frame.ts';
import { command, follow, hangUp, put, type Step, send, sendAll, step, unchanged } from './step.ts';
import { eventRate, nameRate } from './talking.ts';

/** Someone with a good token asks to be let in. */
export interface Arrival {
  readonly connectionId: string;
  /** What the token names. Null: `chosenId` is for who came with a token that names nobody. */
  readonly participantId: string | null;
  readonly chosenId: string;
  /** Tells tokens apart: who came back with the token of a chosen participant may be that one again. */
  readonly tokenDigest: string;
  readonly role: Role;
  readonly displayName: string;
  readonly automaticLimit: number;
  readonly isHidden: boolean;
  /** Who it says that it was before its connection broke. */
  readonly reconnectId: string | null;
}

export type Admission =
  | { readonly isAdmitted: true; readonly step: Step }
  | { readonly isAdmitted: false; readonly code: 'duplicate' | 'full'; readonly frame: ReturnType<typeof fatalFrame> };

/** The connection that an arrival takes the place of. */
function former(room: Room, arrival: Arrival): Connection | undefined {
  const { participantId, reconnectId, tokenDigest } = arrival;
  return [...room.connections.values()].find((connection) => {
    const { identity, participantId: id } = connection;
    if (identity.kind === 'named') return participantId === id;
    return participantId === null && reconnectId === id && identity.tokenDigest === tokenDigest;
  });
}

function create(room: Room, arrival: Arrival, replaced: Connection | undefined, nowMs: number): Connection {
  const { connectionId: id, participantId, chosenId, tokenDigest, role, isHidden, automaticLimit } = arrival;
  const identity: Identity = participantId === null ? { kind: 'chosen', tokenDigest } : { kind: 'named' };
  return {
    id,
    participantId: participantId ?? replaced?.participantId ?? chosenId,
    identity,
    role,
    displayName: (arrival.displayName || replaced?.displayName || '').slice(0, MAX_DISPLAY_NAME_LENGTH),
    automaticLimit,
    isHidden,
    isReplacement: replaced !== undefined,
    phase: 'opening',
    lostAtMs: 0,
    knew: replaced?.knew ?? new Map(),
    tracks: new Map(),
    pending: new Map(),
    asked: new Map(),
    received: [],
    events: replaced?.events ?? fullAllowance(eventRate(room.rules), nowMs),
    names: replaced?.names ?? fullAllowance(nameRate(room.rules), nowMs),
  };
}

const refused = (code: 'duplicate' | 'full', type: number, message: string): Admission => ({
  isAdmitted: false,
  code,
  frame: fatalFrame(type, message),
});

/**
 * Decides about one who comes. A second connection of a participant that the token names is refused while the first
 * one lives, unless it says to be that one come back; a room takes so many participants and no more.
 */
export function arrive(room: Room, arrival: Arrival, nowMs: number): Admission {
  const replaced = former(room, arrival);
  const isBack = replaced?.phase === 'lost' || replaced?.participantId === arrival.reconnectId;
  if (replaced !== undefined && !isBack) {
    return refused('duplicate', connectionError.duplicateParticipant, 'This participant is in the space already.');
  }
  const others = [...room.connections.values()].filter(({ id, isHidden }) => !isHidden && id !== replaced?.id);
  if (!arrival.isHidden && others.length >= room.rules.maxParticipants) {
    return refused('full', connectionError.participantLimit, 'The space has as many participants as it may have.');
  }
  const gone = replaced === undefined ? unchanged(room) : supersede(room, replaced);
  const admitted = follow(gone, (left) =>
    step(
      put(left, create(left, arrival, replaced, nowMs)),
      command({ kind: 'open', connectionId: arrival.connectionId }),
    ),
  );
  return { isAdmitted: true, step: admitted };
}

function supersede(room: Room, replaced: Connection): Step {
  const { room: left, effects } = remove(room, replaced);
  return step(left, hangUp(replaced, 'end'), ...effects);
}

/** Its session is there: from now on it takes part. */
export function open(room: Room, connection: Connection, opened: Opened): Step {
  const live: Connection = { ...connection, phase: 'live' };
  const next = put(room, live);
  const told = live.isHidden ? [] : [sendAll(next, connectedFrame(live), live)];
  const missed = missedFrames(next, live, live.knew).map((frame) => send(live, frame));
  return step(next, send(live, joinedFrame(next, live, opened)), ...missed, ...told);
}
