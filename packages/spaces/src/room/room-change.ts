import type { SpeakerRef, WireParticipant, WireTrack } from '../protocol/wire.ts';

/** One thing that a person in the space would notice; in the order in which it is to be told. */
export type RoomChange =
  | { readonly type: 'joined'; readonly participant: WireParticipant }
  | { readonly type: 'left'; readonly connectionId: string }
  /** The same participant under a new connection. */
  | { readonly type: 'moved'; readonly from: string; readonly participant: WireParticipant }
  | { readonly type: 'published'; readonly connectionId: string; readonly track: WireTrack }
  | { readonly type: 'unpublished'; readonly connectionId: string; readonly tid: string }
  | { readonly type: 'muted'; readonly connectionId: string; readonly tid: string; readonly muted: boolean }
  | { readonly type: 'renamed'; readonly connectionId: string; readonly displayName: string }
  | {
      readonly type: 'speakers';
      readonly speakers: readonly SpeakerRef[];
      /** Connections that began and ceased to speak. */
      readonly started: readonly string[];
      readonly stopped: readonly string[];
    }
  | { readonly type: 'broadcast'; readonly broadcasting: boolean };
