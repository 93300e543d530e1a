import type { ParticipantRole, ParticipantStatus, TrackKind, TrackSource } from '../enums.ts';

/** A track as the server tells of it. */
export interface WireTrack {
  readonly tid: string;
  readonly kind: TrackKind;
  readonly name: string;
  readonly muted: boolean;
  readonly source: TrackSource;
  /** Pixels; 0 where it is not a picture. */
  readonly width: number;
  readonly height: number;
}

export interface WireParticipant {
  readonly connectionId: string;
  readonly participantId: string;
  readonly role: ParticipantRole;
  readonly status: ParticipantStatus;
  readonly displayName: string;
  readonly tracks: readonly WireTrack[];
}

/** One layer of a simulcast track; 0 is no bound. */
export interface WireEncoding {
  readonly rid: string;
  readonly maxBitsPerSecond: number;
  readonly scaleDownBy: number;
  readonly maxFramesPerSecond: number;
}

export interface SpeakerRef {
  readonly connectionId: string;
  readonly trackId: string;
}

export interface SfuOffer {
  readonly sfuId: string;
  readonly sdp: string;
}

export interface Joined {
  readonly sessionId: string;
  readonly connectionId: string;
  readonly participantId: string;
  readonly displayName: string;
  readonly broadcasting: boolean;
  readonly offers: readonly SfuOffer[];
  readonly participants: readonly WireParticipant[];
  readonly cameraEncodings: readonly WireEncoding[];
  readonly screenshareEncodings: readonly WireEncoding[];
  readonly iceServers: readonly RTCIceServer[];
}

export interface WireError {
  readonly type: number;
  readonly message: string;
  readonly fatal: boolean;
  readonly retry: boolean;
  /** Ids of the requests that failed; null where the error is not about a request. */
  readonly requestIds: readonly string[] | null;
}

/** Whose end of the two connections a candidate belongs to. */
export const legs = { subscriber: 1, publisher: 2 } as const;

/** What the server says, contract §5.2. */
export type ServerFrame =
  | { readonly kind: 'joined'; readonly joined: Joined }
  | { readonly kind: 'error'; readonly error: WireError }
  | { readonly kind: 'connected'; readonly participant: WireParticipant }
  | { readonly kind: 'disconnected'; readonly connectionId: string }
  | { readonly kind: 'track-added'; readonly connectionId: string; readonly track: WireTrack }
  | { readonly kind: 'track-removed'; readonly connectionId: string; readonly tid: string }
  | { readonly kind: 'track-muted'; readonly connectionId: string; readonly tid: string; readonly muted: boolean }
  | { readonly kind: 'sub-offer'; readonly offer: SfuOffer }
  | { readonly kind: 'answer'; readonly sdp: string }
  | {
      readonly kind: 'candidate';
      readonly sfuId: string;
      readonly isPublisher: boolean;
      readonly candidate: RTCIceCandidateInit;
    }
  | {
      readonly kind: 'subscribed' | 'unsubscribed';
      readonly successes: readonly string[];
      readonly failures: readonly string[];
    }
  | { readonly kind: 'speakers'; readonly speakers: readonly SpeakerRef[] }
  | {
      readonly kind: 'custom-event';
      readonly requestId: string | null;
      readonly connectionId: string;
      readonly payload: string;
      readonly scope: number;
      readonly sequenceNumber: number;
    }
  | {
      readonly kind: 'renamed';
      readonly requestId: string | null;
      readonly connectionId: string;
      readonly displayName: string;
    }
  | { readonly kind: 'broadcast'; readonly broadcasting: boolean };

interface WireCandidate {
  readonly candidate: string;
  readonly sdp_mid: string | null;
  readonly sdp_mline_index: number | null;
  readonly username_fragment: string | null;
}

/** What we say, contract §5.4, as it is written. */
export type ClientFrame =
  | { readonly sub_answer: { readonly sfu_id: string; readonly sdp: string } }
  | {
      readonly pending_track: Omit<WireTrack, 'kind'> & { readonly type: TrackKind; readonly mid: string };
    }
  | { readonly offer: string }
  | { readonly candidate: { readonly candidate: WireCandidate; readonly type: number; readonly sfu_id: string } }
  | { readonly mute_track: string }
  | { readonly unmute_track: string }
  | { readonly subscribe_tracks: { readonly connections: readonly WireSelection[] } }
  | { readonly unsubscribe_tracks: { readonly connections: readonly WireSelection[] } }
  | { readonly set_display_name: string; readonly request_id: string }
  | {
      readonly custom_event: { readonly id: string; readonly payload: string; readonly scope: 1 };
      readonly request_id: string;
    };

export interface WireSelection {
  readonly connection_id: string;
  readonly track_ids: readonly string[];
}

/** A candidate of ours in the words of the protocol. */
export function wireCandidate(candidate: RTCIceCandidateInit): WireCandidate {
  return {
    candidate: candidate.candidate ?? '',
    sdp_mid: candidate.sdpMid ?? null,
    sdp_mline_index: candidate.sdpMLineIndex ?? null,
    username_fragment: candidate.usernameFragment ?? null,
  };
}
