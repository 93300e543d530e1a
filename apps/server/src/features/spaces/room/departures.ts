import { connectionError, fatalFrame } from './error-frame.ts';
import { knownTracks } from './missed-tracks.ts';
import { type Connection, isVisible, type Room } from './room.ts';
import { disconnectedFrame, speakersFrame } from './server-frame.ts';
import { command, follow, hangUp, put, type Step, send, sendAll, step, unchanged } from './step.ts';

/** Who is heard without those that `isGone` names; told to all before what makes them unknown. */
export function silence(room: Room, isGone: (speaker: { peer: string; tid: string }) => boolean): Step {
  const speakers = room.speakers.filter((speaker) => !isGone(speaker));
  if (speakers.length === room.speakers.length) return unchanged(room);
  const next = { ...room, speakers };
  return step(next, sendAll(next, speakersFrame(speakers)));
}

/** A connection is over for everyone, and everything of it. Its socket is not touched. */
export function remove(room: Room, connection: Connection): Step {
  const quiet = silence(room, ({ peer }) => peer === connection.id);
  return follow(quiet, (before) => {
    const connections = new Map(before.connections);
    connections.delete(connection.id);
    const lastHeard = before.lastHeard.filter((id) => id !== connection.id);
    const next = { ...before, connections, lastHeard };
    const told = isVisible(connection) ? [sendAll(next, disconnectedFrame(connection))] : [];
    return step(next, ...told, command({ kind: 'close', connectionId: connection.id }));
  });
}

/**
 * The socket is closed. Who left on purpose is gone at once; else the others keep the participant for a while, for it
 * is likely to be back (Mux contract §5.6).
 */
export function close(room: Room, connection: Connection, isOnPurpose: boolean, nowMs: number): Step {
  if (connection.phase === 'lost') return unchanged(room);
  if (isOnPurpose || connection.phase === 'opening') return remove(room, connection);
  return step(put(room, { ...connection, phase: 'lost', lostAtMs: nowMs, knew: knownTracks(room) }));
}

/** Its right to be here was taken back. */
export function withdraw(room: Room, connection: Connection): Step {
  const frame = fatalFrame(connectionError.disconnected, 'The right to be in this space was withdrawn.');
  const { effects, room: next } = remove(room, connection);
  return step(next, send(connection, frame), hangUp(connection, 'end'), ...effects);
}

/** Ends the waiting for those who did not come back in time. */
export function expire(room: Room, nowMs: number): Step {
  const isOver = ({ phase, lostAtMs }: Connection): boolean =>
    phase === 'lost' && nowMs - lostAtMs >= room.rules.graceMs;
  return [...room.connections.values()]
    .filter(isOver)
    .reduce((before, connection) => follow(before, (left) => remove(left, connection)), unchanged(room));
}

/** A client that was told nothing yet waits for ever unless it is told this; one that comes back tries again after it. */
export function failOpening(room: Room, connection: Connection): Step {
  const frame = fatalFrame(connectionError.unknown, 'The media server is not ready; try again in a moment.');
  const { effects, room: next } = remove(room, connection);
  return step(next, send(connection, frame), hangUp(connection, 'end'), ...effects);
}

/** Nothing is left of the media: everyone is to come back, which replaces their connections. */
export function loseMedia(room: Room): Step {
  return [...room.connections.values()]
    .filter(({ phase }) => phase !== 'lost')
    .reduce(
      (before, connection) =>
        follow(before, (left) =>
          connection.phase === 'opening' ? failOpening(left, connection) : step(left, hangUp(connection, 'again')),
        ),
      unchanged(room),
    );
}
