import type { Socket } from '../../../ports/socket.ts';
import { type Arrival, arrive } from '../room/arrivals.ts';
import type { Room } from '../room/room.ts';
import type { ServerFrame } from '../room/server-frame.ts';
import type { Effect, SfuCommand, Step } from '../room/step.ts';
import { type ConnectionInput, type RoomInput, stepConnection, stepRoom } from '../room/step-room.ts';

/** A room with its sockets: takes one input after the other, and does what each asks for. */
export interface LiveRoom {
  /** Null: let in. Else why not; the socket was told and closed. */
  admit(arrival: Arrival, socket: Socket): 'duplicate' | 'full' | null;
  feed(connectionId: string, input: ConnectionInput): void;
  feedAll(input: RoomInput): void;
  /** Closes every socket so that its client comes back, and forgets them. */
  leave(): void;
  readonly room: Room;
  /** Calls `listener` after every change of `room`. The answer ends that. */
  onStep(listener: () => void): () => void;
  /** Nobody can be let in any more. */
  readonly isOver: boolean;
}

export interface LiveRoomParts {
  runMedia(command: SfuCommand): void;
  nowMs(): number;
  /** Until then the room goes on though nobody is in it: they are to come back from where it was before. */
  readonly keptUntilMs: number;
  /** Nobody is left who counts. Called once. */
  onEmpty(): void;
}

const codes = { end: 4000, again: 1012 } as const;

export function createLiveRoom(initial: Room, { runMedia, nowMs, keptUntilMs, onEmpty }: LiveRoomParts): LiveRoom {
  const sockets = new Map<string, Socket>();
  const inputs: ((room: Room) => Step)[] = [];
  const listeners = new Set<() => void>();
  let room = initial;
  let isRunning = false;
  let isOver = false;

  function hangUp(connectionId: string, how: 'end' | 'again'): void {
    sockets.get(connectionId)?.close(codes[how]);
    sockets.delete(connectionId);
    // Whoever was sent away is gone now, whenever the other end agrees.
    const input = { kind: 'closed', isOnPurpose: how === 'end', nowMs: nowMs() } as const;
    inputs.push((before) => stepConnection(before, connectionId, input));
  }

  function send(to: readonly string[], frame: ServerFrame): void {
    const text = JSON.stringify(frame);
    for (const id of to) sockets.get(id)?.send(text);
  }

  function perform(effect: Effect): void {
    if (effect.kind === 'send') send(effect.to, effect.frame);
    else if (effect.kind === 'hang-up') hangUp(effect.connectionId, effect.how);
    else runMedia(effect.command);
  }

  function run(input: (room: Room) => Step): void {
    if (isOver) return;
    inputs.push(input);
    if (isRunning) return;
    isRunning = true;
    const before = room;
    try {
      for (let next = inputs.shift(); next !== undefined; next = inputs.shift()) {
        const { room: after, effects } = next(room);
        room = after;
        for (const effect of effects) perform(effect);
      }
    } finally {
      isRunning = false;
    }
    if (room !== before) for (const listener of listeners) listener();
    endIfEmpty();
  }

  function endIfEmpty(): void {
    if (nowMs() < keptUntilMs || [...room.connections.values()].some(({ isHidden }) => !isHidden)) return;
    isOver = true;
    for (const socket of sockets.values()) socket.close(codes.end);
    sockets.clear();
    onEmpty();
  }

  return {
    admit(arrival, socket) {
      const admission = arrive(room, arrival, nowMs());
      if (!admission.isAdmitted) {
        socket.send(JSON.stringify(admission.frame));
        socket.close(codes.end);
        return admission.code;
      }
      sockets.set(arrival.connectionId, socket);
      run(() => admission.step);
      return null;
    },
    feed(connectionId, input) {
      if (input.kind === 'closed') sockets.delete(connectionId);
      run((before) => stepConnection(before, connectionId, input));
    },
    feedAll: (input) => run((before) => stepRoom(before, input)),
    leave() {
      isOver = true;
      for (const socket of sockets.values()) socket.close(codes.again);
      sockets.clear();
    },
    get room() {
      return room;
    },
    onStep(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    get isOver() {
      return isOver;
    },
  };
}
