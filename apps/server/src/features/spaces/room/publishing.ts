import type { PublishedTrack } from '../../../ports/sfu.ts';
import { failOpening, silence } from './departures.ts';
import { connectionError, fatalFrame, refusalFrame, requestError } from './error-frame.ts';
import type { Connection, Room, Track } from './room.ts';
import { addTrackFrame, answerFrame, mutedFrame, removeTrackFrame } from './server-frame.ts';
import { command, follow, hangUp, put, type Step, send, sendAll, step, unchanged } from './step.ts';

const refuse = (room: Room, connection: Connection, type: number, message: string, requestId?: string): Step =>
  step(room, send(connection, refusalFrame(type, message, requestId)));

const refusePublishing = (room: Room, connection: Connection): Step =>
  refuse(room, connection, requestError.pendingTrack, 'The role of this token receives only.');

/** More than a browser has m-lines for; what is announced and never offered fills it. */
const MAX_PENDING = 16;

/** Why a track may not be announced; null where it may. */
function pendingFault(room: Room, connection: Connection, track: Track, mid: string): string | null {
  const isTaken = [...room.connections.values()].some(
    ({ id, tracks }) => id !== connection.id && tracks.has(track.tid),
  );
  if (isTaken) return 'Another participant has a track of this id.';
  const { maxTracksPerSource } = room.rules;
  const announced = [...connection.pending].filter(([other]) => other !== mid).map(([, other]) => other);
  const all = new Map([...connection.tracks.values(), ...announced].map((other) => [other.tid, other]));
  all.delete(track.tid);
  const ofSource = [...all.values()].filter(({ source }) => source === track.source);
  if (ofSource.length >= maxTracksPerSource) return `No more than ${maxTracksPerSource} tracks of a source.`;
  return announced.length >= MAX_PENDING ? 'Too many tracks wait for an offer.' : null;
}

/** A track that the next offer brings, on the m-line `mid`. */
export function announce(room: Room, connection: Connection, track: Track, mid: string): Step {
  if (connection.role !== 'publisher') return refusePublishing(room, connection);
  const fault = pendingFault(room, connection, track, mid);
  if (fault !== null) return refuse(room, connection, connectionError.invalidPendingTrack, fault);
  const pending = new Map(connection.pending).set(mid, track);
  return step(put(room, { ...connection, pending }), send(connection, { pending_track_ack: { tid: track.tid } }));
}

/** An offer: new tracks, tracks that ended, or a way to the media that is to be found anew. */
export function offer(room: Room, connection: Connection, offerSdp: string): Step {
  if (connection.role !== 'publisher') return refusePublishing(room, connection);
  const bindings = [...connection.pending].map(([mid, { tid }]) => ({ mid, tid }));
  return step(room, command({ kind: 'publish', connectionId: connection.id, offerSdp, bindings }));
}

/** What one publishes no more. */
export function unpublish(room: Room, connection: Connection, tid: string): Step {
  if (!connection.tracks.has(tid)) return unchanged(room);
  const quiet = silence(room, (speaker) => speaker.peer === connection.id && speaker.tid === tid);
  return follow(quiet, (before) => {
    const tracks = new Map(connection.tracks);
    tracks.delete(tid);
    const changed = { ...connection, tracks };
    const next = put(before, changed);
    return step(next, ...(changed.isHidden ? [] : [sendAll(next, removeTrackFrame(changed, tid), changed)]));
  });
}

function publish(room: Room, id: string, { mid, tid, kind }: PublishedTrack): Step {
  const connection = room.connections.get(id);
  const announced = connection?.pending.get(mid);
  if (connection === undefined || connection.tracks.has(tid) || announced?.tid !== tid) return unchanged(room);
  const pending = new Map(connection.pending);
  pending.delete(mid);
  const track: Track = { ...announced, kind };
  const changed = { ...connection, pending, tracks: new Map(connection.tracks).set(tid, track) };
  const next = put(room, changed);
  return step(next, ...(changed.isHidden ? [] : [sendAll(next, addTrackFrame(changed, track), changed)]));
}

/** The media server took an offer: `tracks` are all that the connection publishes now. */
export function answer(room: Room, connection: Connection, answerSdp: string, tracks: readonly PublishedTrack[]): Step {
  const present = new Set(tracks.map(({ tid }) => tid));
  const ended = [...connection.tracks.keys()].filter((tid) => !present.has(tid));
  const without = ended.reduce(
    (before, tid) => follow(before, (left) => endTrack(left, connection.id, tid)),
    unchanged(room),
  );
  const { room: next, effects } = tracks.reduce(
    (before, track) => follow(before, (left) => publish(left, connection.id, track)),
    without,
  );
  return step(next, send(connection, answerFrame(answerSdp)), ...effects);
}

/** A track is no more, whatever the reason. */
export function endTrack(room: Room, id: string, tid: string): Step {
  const connection = room.connections.get(id);
  return connection === undefined ? unchanged(room) : unpublish(room, connection, tid);
}

/** The media server did not take what a client said of its media. It cannot go on by itself from there. */
export function failMedia(room: Room, connection: Connection, isClientsFault: boolean): Step {
  if (connection.phase === 'opening') return failOpening(room, connection);
  if (!isClientsFault) return step(room, hangUp(connection, 'again'));
  const frame = fatalFrame(connectionError.peerConnectionClosed, 'The session description cannot be used.');
  return step(room, send(connection, frame), hangUp(connection, 'end'));
}

/** Said by the publisher; its media flows on, of nothing. */
export function setMuted(room: Room, connection: Connection, tid: string, muted: boolean): Step {
  if (connection.role !== 'publisher') return refuse(room, connection, requestError.mute, 'There is nothing to mute.');
  const [mid, announced] = [...connection.pending].find(([, track]) => track.tid === tid) ?? [];
  if (mid !== undefined && announced !== undefined) {
    const pending = new Map(connection.pending).set(mid, { ...announced, muted });
    return step(put(room, { ...connection, pending }));
  }
  const track = connection.tracks.get(tid);
  if (track === undefined) return refuse(room, connection, requestError.mute, 'No such track is published.');
  if (track.muted === muted) return unchanged(room);
  const changed = { ...connection, tracks: new Map(connection.tracks).set(tid, { ...track, muted }) };
  const next = put(room, changed);
  return step(next, ...(changed.isHidden ? [] : [sendAll(next, mutedFrame(changed, tid, muted), changed)]));
}
