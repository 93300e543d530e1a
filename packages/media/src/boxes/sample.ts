/** One coded picture, or one AAC frame. */
export interface Sample {
  readonly durationTicks: number;
  /** Presentation time minus decode time; may be negative. */
  readonly compositionOffsetTicks: number;
  /** Decoding can start here. */
  readonly isSync: boolean;
  /** A view on the fragment's bytes, not a copy. */
  readonly bytes: Uint8Array;
}

/** One `moof` box and its `mdat`, one after the other in the same bytes. */
export type Fragment = Uint8Array;
