export {
  AcrScore,
  ParticipantEvent,
  ParticipantRole,
  ParticipantStatus,
  SpaceEvent,
  SubscriptionMode,
  TrackEvent,
  TrackKind,
  TrackSource,
} from './enums.ts';
export {
  AcrError,
  ConnectionError,
  DisconnectedError,
  InternalError,
  InvalidProtocolError,
  JWTError,
  MuxError,
  PublishCustomEventError,
  PublishTrackError,
  RequestTimeoutError,
  SetDisplayNameError,
  SpaceOptionsError,
  SubscriptionError,
  UnpublishTrackError,
  UpdateTrackError,
  WebsocketError,
} from './errors.ts';
export { LocalParticipant } from './local-participant.ts';
export { LocalTrack } from './local-track.ts';
export { getDisplayMedia, getLocalTracksFromMediaStream, getUserMedia } from './media/capture.ts';
export type { DisplayMediaOptions, UserMediaOptions } from './media/capture-constraints.ts';
export { type Devices, enumerateDevices, onDeviceChange } from './media/devices.ts';
export type { CustomEvent, ParticipantEvents } from './participant.ts';
export { RemoteParticipant } from './remote-participant.ts';
export { RemoteTrack } from './remote-track.ts';
export { Space } from './space.ts';
export type { ActiveSpeaker, AnyParticipant, SpaceEvents } from './space-events.ts';
export type { SpaceOptions } from './space-options.ts';
export { Track, type TrackEvents } from './track.ts';
