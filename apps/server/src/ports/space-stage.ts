import type { TrackRef } from './sfu.ts';

/** A track that a participant publishes, as far as a programme is concerned. */
export interface StageTrack {
  readonly tid: string;
  readonly source: 'camera' | 'microphone' | 'screenshare' | 'screenshareaudio' | 'other';
  readonly kind: 'audio' | 'video';
  readonly isMuted: boolean;
}

export interface StageParticipant {
  /** The publishing connection: the `peer` of its tracks. */
  readonly connectionId: string;
  readonly tracks: readonly StageTrack[];
}

/** What there is to be seen and heard of a space now. */
export interface StageView {
  /** Its room in the media server. */
  readonly room: string;
  /** In the order of their coming; nobody who is hidden. */
  readonly participants: readonly StageParticipant[];
  /** The tracks that are heard, who has the floor first. */
  readonly speakers: readonly TrackRef[];
}

/** The spaces of this process, for who makes programmes of them. */
export interface SpaceStage {
  /** Null where nobody is connected to the space here. */
  look(spaceId: string): StageView | null;
  /** Calls `listener` after every change of what `look` gives. The answer ends that. */
  watch(spaceId: string, listener: () => void): () => void;
  /** Tells the participants whether they are broadcast (Mux contract §5.2). */
  setBroadcasting(spaceId: string, isBroadcasting: boolean): void;
}
