import type { IceServer } from '../../../platform/ice-servers.ts';
import type { TrackRef } from '../../../ports/sfu.ts';
import { type Connection, isVisible, type Room, type Track } from './room.ts';
import { simulcast } from './simulcast.ts';

/** A frame of ours: one member that names it, and the request that it answers (Mux contract §5.2). */
export type ServerFrame = Readonly<Record<string, unknown>>;

/** Another one for each connection: what a client says of a former one is not taken for this. */
export const sfuIdOf = ({ id }: Connection): string => `sfu-${id}`;

const numberOfKind = { audio: 1, video: 2 } as const;
export const numberOfRole = { publisher: 1, subscriber: 2 } as const;

const trackView = ({ kind, ...track }: Track) => ({ ...track, type: numberOfKind[kind] });

const participantView = (connection: Connection) => ({
  connection_id: connection.id,
  participant_id: connection.participantId,
  role: numberOfRole[connection.role],
  status: connection.isReplacement ? 3 : 1,
  display_name: connection.displayName,
  tracks: [...connection.tracks.values()].map(trackView),
});

export interface Opened {
  readonly offerSdp: string;
  readonly iceServers: readonly IceServer[];
}

/** The first frame: all that stands (Mux contract §5.3). */
export function joinedFrame(room: Room, self: Connection, { offerSdp, iceServers }: Opened): ServerFrame {
  const others = [...room.connections.values()].filter((other) => isVisible(other) && other.id !== self.id);
  return {
    joined: {
      session_id: room.sessionId,
      connection_id: self.id,
      participant_id: self.participantId,
      display_name: self.displayName,
      broadcasting: room.isBroadcasting,
      sub_sfus: [{ sfu_id: sfuIdOf(self), sdp: offerSdp }],
      participants: others.map(participantView),
      simulcast,
      ice_servers: iceServers,
      limits: {
        custom_events_per_second: room.rules.customEventsPerSecond,
        default_track_limit: room.rules.maxTracksPerSource,
        seconds_per_set_display_name: room.rules.secondsPerDisplayName,
      },
      // Anything else starts the client's own telemetry.
      watchrtc_token: '',
    },
  };
}

export const connectedFrame = (connection: Connection): ServerFrame => ({
  participant_connected: participantView(connection),
});

export const disconnectedFrame = ({ id }: Connection): ServerFrame => ({
  participant_disconnected: { connection_id: id },
});

export const addTrackFrame = ({ id }: Connection, track: Track): ServerFrame => ({
  add_track: { connection_id: id, track: trackView(track) },
});

export const removeTrackFrame = ({ id }: Connection, tid: string): ServerFrame => ({
  remove_track: { connection_id: id, track: { tid } },
});

export const mutedFrame = ({ id }: Connection, tid: string, muted: boolean): ServerFrame => ({
  [muted ? 'track_muted' : 'track_unmuted']: { connection_id: id, track: { tid } },
});

export const speakersFrame = (speakers: readonly TrackRef[]): ServerFrame => ({
  active_speakers: { tracks: speakers.map(({ peer, tid }) => ({ connection_id: peer, track_id: tid })) },
});

export const broadcastFrame = (isBroadcasting: boolean): ServerFrame => ({
  broadcast_state_update: isBroadcasting ? 1 : 2,
});

export const answerFrame = (answerSdp: string): ServerFrame => ({ answer: answerSdp });

export const offerFrame = (connection: Connection, offerSdp: string): ServerFrame => ({
  sub_offer: { sfu_id: sfuIdOf(connection), sdp: offerSdp },
});
