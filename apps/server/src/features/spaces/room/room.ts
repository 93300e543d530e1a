import type { TrackRef } from '../../../ports/sfu.ts';
import type { Allowance } from './allowance.ts';

export type Role = 'publisher' | 'subscriber';
export type TrackSource = 'microphone' | 'camera' | 'screenshare' | 'screenshareaudio' | 'other';

/** What a participant publishes, as all others are told of it (Mux contract §5.2). */
export interface Track {
  /** Of the client's choice; unique in the room. */
  readonly tid: string;
  readonly kind: 'audio' | 'video';
  readonly name: string;
  readonly muted: boolean;
  readonly source: TrackSource;
  readonly width: number;
  readonly height: number;
}

/** Who a participant id belongs to. */
export type Identity =
  /** The token names it: whoever has such a token is that participant. */
  | { readonly kind: 'named' }
  /** Chosen here for one who came with a token that names nobody; many may have come with the same. */
  | { readonly kind: 'chosen'; readonly tokenDigest: string };

/** One participant's connection. Another connection of the same participant is another one of these. */
export interface Connection {
  readonly id: string;
  readonly participantId: string;
  readonly identity: Identity;
  readonly role: Role;
  readonly displayName: string;
  /** Most other participants that it is to receive by itself; 0: it asks for each (manual mode). */
  readonly automaticLimit: number;
  /** No other one is told of it, and it does not count: one that records or broadcasts. */
  readonly isHidden: boolean;
  /** It came in the place of an earlier one. */
  readonly isReplacement: boolean;
  /** `opening`: its session is not there yet. `lost`: its socket broke, and it may come back. */
  readonly phase: 'opening' | 'live' | 'lost';
  /** Of `lost`: when. */
  readonly lostAtMs: number;
  /** Of `lost`, and of what takes its place: the tracks that its client knew then, by connection. */
  readonly knew: ReadonlyMap<string, ReadonlySet<string>>;
  /** By `tid`, in the order of their publishing. */
  readonly tracks: ReadonlyMap<string, Track>;
  /** Announced for an offer that is still to come or to be answered, by `mid`. */
  readonly pending: ReadonlyMap<string, Track>;
  /** Of manual mode: the tracks asked for, by key. */
  readonly asked: ReadonlyMap<string, TrackRef>;
  /** What the media server was last told to send it. */
  readonly received: readonly TrackRef[];
  readonly events: Allowance;
  readonly names: Allowance;
}

/** What clients are held to; they are told most of it. */
export interface RoomRules {
  readonly maxParticipants: number;
  /** Of one source, by one participant. */
  readonly maxTracksPerSource: number;
  readonly customEventsPerSecond: number;
  readonly secondsPerDisplayName: number;
  /** How long a participant whose connection broke is kept for the others. */
  readonly graceMs: number;
}

/** All that is known of a space that people are in. Values do not change; every step makes the next one. */
export interface Room {
  readonly rules: RoomRules;
  readonly sessionId: string;
  /** In the order of their coming. */
  readonly connections: ReadonlyMap<string, Connection>;
  /** Who is heard now, who has the floor first. */
  readonly speakers: readonly TrackRef[];
  /** Connections in the order in which they were last heard, the latest first. */
  readonly lastHeard: readonly string[];
  readonly isBroadcasting: boolean;
  /** Of the last custom event. */
  readonly sequenceNumber: number;
}

export const createRoom = (rules: RoomRules, sessionId: string): Room => ({
  rules,
  sessionId,
  connections: new Map(),
  speakers: [],
  lastHeard: [],
  isBroadcasting: false,
  sequenceNumber: 0,
});

export const MAX_DISPLAY_NAME_LENGTH = 64;
export const MAX_PAYLOAD_BYTES = 4096;

/** No two tracks share one: an id of a connection has no space in it. */
export const trackKey = ({ peer, tid }: TrackRef): string => `${peer} ${tid}`;

/** Seen and counted by others. */
export const isVisible = ({ phase, isHidden }: Connection): boolean => phase !== 'opening' && !isHidden;

export function findTrack(room: Room, { peer, tid }: TrackRef): Track | undefined {
  return room.connections.get(peer)?.tracks.get(tid);
}
