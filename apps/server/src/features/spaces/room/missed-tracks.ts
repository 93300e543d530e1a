import { type Connection, isVisible, type Room } from './room.ts';
import { addTrackFrame, removeTrackFrame, type ServerFrame } from './server-frame.ts';

/** Who was there with which tracks: ids of tracks by connection. */
export type KnownTracks = ReadonlyMap<string, ReadonlySet<string>>;

/** What everyone who is there has been told of. */
export const knownTracks = (room: Room): KnownTracks =>
  new Map(
    [...room.connections.values()].filter(isVisible).map(({ id, tracks }) => [id, new Set(tracks.keys())] as const),
  );

/**
 * What one who comes back is told again, beside `joined`: of participants that it knows, clients up to 1.2.0 take no
 * change of tracks from there.
 */
export function missedFrames(room: Room, self: Connection, knew: KnownTracks): ServerFrame[] {
  return [...room.connections.values()].flatMap((other) => {
    const tids = knew.get(other.id);
    if (tids === undefined || other.id === self.id) return [];
    const begun = [...other.tracks.values()].filter(({ tid }) => !tids.has(tid));
    const ended = [...tids].filter((tid) => !other.tracks.has(tid));
    return [...begun.map((track) => addTrackFrame(other, track)), ...ended.map((tid) => removeTrackFrame(other, tid))];
  });
}
