import type { TrackRef } from '../../../ports/sfu.ts';
import { type Connection, findTrack, isVisible, type Room, trackKey } from './room.ts';
import { command, follow, put, type Step, send, step, unchanged } from './step.ts';

/** What is asked of one other connection. */
export interface AskedTracks {
  readonly connection_id: string;
  readonly track_ids: readonly string[];
}

/** Asks for tracks, or no longer: what is not there is a failure, all other are done (Mux contract §5.2). */
export function ask(room: Room, connection: Connection, wanted: readonly AskedTracks[], isWanted: boolean): Step {
  const asked = new Map(connection.asked);
  const isKnown = ({ connection_id: peer, track_ids: tids }: AskedTracks): boolean => {
    const other = room.connections.get(peer);
    const isThere = other !== undefined && isVisible(other) && peer !== connection.id;
    return isThere && connection.automaticLimit === 0 && (!isWanted || tids.every((tid) => other.tracks.has(tid)));
  };
  for (const one of wanted.filter(isKnown)) {
    for (const tid of one.track_ids) {
      const ref = { peer: one.connection_id, tid };
      if (isWanted) asked.set(trackKey(ref), ref);
      else asked.delete(trackKey(ref));
    }
  }
  const named = (list: readonly AskedTracks[]) => list.map(({ connection_id }) => ({ connection_id }));
  const successes = named(wanted.filter(isKnown));
  const failures = named(wanted.filter((one) => !isKnown(one)));
  const frame = { [isWanted ? 'subscribe_tracks' : 'unsubscribe_tracks']: { successes, failures } };
  return step(put(room, { ...connection, asked }), send(connection, frame));
}

/**
 * Others in the order in which they are to be received when not all can be: who shares a screen, who is heard, who can be
 * heard, who was heard last, who came first.
 */
export function rank(room: Room): readonly Connection[] {
  const heard = new Map(room.lastHeard.map((id, index) => [id, index]));
  const speaking = new Set(room.speakers.map(({ peer }) => peer));
  const weightOf = ({ id, tracks }: Connection): number => {
    const all = [...tracks.values()];
    const sharesScreen = all.some(({ source }) => source === 'screenshare');
    const isHearable = all.some(({ kind, muted }) => kind === 'audio' && !muted);
    return (sharesScreen ? 4 : 0) + (speaking.has(id) ? 2 : 0) + (isHearable ? 1 : 0);
  };
  return [...room.connections.values()]
    .filter((connection) => isVisible(connection) && connection.tracks.size > 0)
    .map((connection) => ({ connection, weight: weightOf(connection), heard: heard.get(connection.id) ?? heard.size }))
    .sort((a, b) => b.weight - a.weight || a.heard - b.heard)
    .map(({ connection }) => connection);
}

function wantedBy(room: Room, self: Connection, ranking: readonly Connection[]): readonly TrackRef[] {
  if (self.automaticLimit === 0) return [...self.asked.values()].filter((ref) => findTrack(room, ref) !== undefined);
  const chosen = ranking.filter(({ id }) => id !== self.id).slice(0, self.automaticLimit);
  return chosen.flatMap(({ id: peer, tracks }) => [...tracks.keys()].map((tid) => ({ peer, tid })));
}

/** The media server is told what changed of what each connection is to receive. Every step ends with it. */
export function arrange(room: Room): Step {
  const ranking = rank(room);
  return [...room.connections.values()]
    .filter(({ phase }) => phase === 'live')
    .reduce((before, self) => {
      const tracks = wantedBy(room, self, ranking);
      // The order of them is of no interest to the media server.
      const isSame = sameSet(tracks, self.received);
      if (isSame) return before;
      return follow(before, (left) =>
        step(put(left, { ...self, received: tracks }), command({ kind: 'receive', connectionId: self.id, tracks })),
      );
    }, unchanged(room));
}

function sameSet(a: readonly TrackRef[], b: readonly TrackRef[]): boolean {
  if (a.length !== b.length) return false;
  const keys = new Set(a.map(trackKey));
  return b.every((ref) => keys.has(trackKey(ref)));
}
