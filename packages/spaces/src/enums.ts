/** What a token lets its holder do. */
export const ParticipantRole = { Unknown: 0, Publisher: 1, Subscriber: 2 } as const;
export type ParticipantRole = (typeof ParticipantRole)[keyof typeof ParticipantRole];

export const ParticipantStatus = { Unknown: 0, Connected: 1, Disconnected: 2, Reconnected: 3 } as const;
export type ParticipantStatus = (typeof ParticipantStatus)[keyof typeof ParticipantStatus];

export const TrackKind = { Audio: 1, Video: 2 } as const;
export type TrackKind = (typeof TrackKind)[keyof typeof TrackKind];

/** Where a track comes from; what is replaced by `updateTracks` is found by it. */
export const TrackSource = {
  Microphone: 'microphone',
  Camera: 'camera',
  Screenshare: 'screenshare',
  ScreenshareAudio: 'screenshareaudio',
  Other: 'other',
} as const;
export type TrackSource = (typeof TrackSource)[keyof typeof TrackSource];

/** Automatic: the server chooses whose tracks arrive. Manual: nothing arrives until `subscribe()`. */
export const SubscriptionMode = { Automatic: 'AUTOMATIC', Manual: 'MANUAL' } as const;
export type SubscriptionMode = (typeof SubscriptionMode)[keyof typeof SubscriptionMode];

/** How good a person found the call. */
export const AcrScore = { Bad: 1, Poor: 2, Fair: 3, Good: 4, Excellent: 5 } as const;
export type AcrScore = (typeof AcrScore)[keyof typeof AcrScore];

/** Events of a space; what each one hands over stands in `SpaceEvents`. */
export const SpaceEvent = {
  LocalParticipantReconnected: 'LocalParticipantReconnected',
  LocalParticipantReconnecting: 'LocalParticipantReconnecting',
  LocalParticipantReconnectFailed: 'LocalParticipantReconnectFailed',
  /** Ours: the server ended this connection for good; what it said is in the error. */
  LocalParticipantDisconnected: 'LocalParticipantDisconnected',
  ParticipantJoined: 'ParticipantJoined',
  ParticipantLeft: 'ParticipantLeft',
  ParticipantTrackPublished: 'ParticipantTrackPublished',
  ParticipantTrackUnpublished: 'ParticipantTrackUnpublished',
  ParticipantTrackSubscribed: 'ParticipantTrackSubscribed',
  ParticipantTrackUnsubscribed: 'ParticipantTrackUnsubscribed',
  ParticipantTrackMuted: 'ParticipantTrackMuted',
  ParticipantTrackUnmuted: 'ParticipantTrackUnmuted',
  ActiveSpeakersChanged: 'ActiveSpeakersChanged',
  BroadcastStateChanged: 'BroadcastStateChanged',
  ParticipantCustomEventPublished: 'ParticipantCustomEventPublished',
  ParticipantDisplayNameChanged: 'ParticipantDisplayNameChanged',
} as const;
export type SpaceEvent = keyof typeof SpaceEvent;

/** Events of one participant. */
export const ParticipantEvent = {
  TrackMuted: 'TrackMuted',
  TrackUnmuted: 'TrackUnmuted',
  TrackPublished: 'TrackPublished',
  TrackUnpublished: 'TrackUnpublished',
  TrackSubscribed: 'TrackSubscribed',
  TrackUnsubscribed: 'TrackUnsubscribed',
  StartedSpeaking: 'StartedSpeaking',
  StoppedSpeaking: 'StoppedSpeaking',
  CustomEventPublished: 'CustomEventPublished',
  DisplayNameChanged: 'DisplayNameChanged',
} as const;
export type ParticipantEvent = keyof typeof ParticipantEvent;

/** Events of one track. */
export const TrackEvent = { Muted: 'Muted', Unmuted: 'Unmuted' } as const;
export type TrackEvent = keyof typeof TrackEvent;
