import type { SpaceEvent } from './enums.ts';
import type { MuxError } from './errors.ts';
import type { LocalParticipant } from './local-participant.ts';
import type { CustomEvent } from './participant.ts';
import type { RemoteParticipant } from './remote-participant.ts';
import type { RemoteTrack } from './remote-track.ts';
import type { Track } from './track.ts';

export type AnyParticipant = LocalParticipant | RemoteParticipant;

/** Who speaks, and by which track. */
export interface ActiveSpeaker {
  readonly participant: AnyParticipant;
  readonly track: Track | undefined;
}

/** What a space hands to its listeners. */
export interface SpaceEvents {
  [SpaceEvent.LocalParticipantReconnected]: readonly [LocalParticipant];
  [SpaceEvent.LocalParticipantReconnecting]: readonly [];
  [SpaceEvent.LocalParticipantReconnectFailed]: readonly [MuxError];
  [SpaceEvent.LocalParticipantDisconnected]: readonly [MuxError];
  [SpaceEvent.ParticipantJoined]: readonly [RemoteParticipant];
  [SpaceEvent.ParticipantLeft]: readonly [RemoteParticipant];
  [SpaceEvent.ParticipantTrackPublished]: readonly [AnyParticipant, Track];
  [SpaceEvent.ParticipantTrackUnpublished]: readonly [AnyParticipant, Track];
  [SpaceEvent.ParticipantTrackSubscribed]: readonly [AnyParticipant, Track];
  [SpaceEvent.ParticipantTrackUnsubscribed]: readonly [AnyParticipant, Track];
  [SpaceEvent.ParticipantTrackMuted]: readonly [RemoteParticipant, RemoteTrack];
  [SpaceEvent.ParticipantTrackUnmuted]: readonly [RemoteParticipant, RemoteTrack];
  [SpaceEvent.ActiveSpeakersChanged]: readonly [ActiveSpeaker[]];
  [SpaceEvent.BroadcastStateChanged]: readonly [boolean];
  [SpaceEvent.ParticipantCustomEventPublished]: readonly [AnyParticipant, CustomEvent];
  [SpaceEvent.ParticipantDisplayNameChanged]: readonly [AnyParticipant];
}
