/** What an init section says about its one track. */
export interface Track {
  readonly kind: 'video' | 'audio';
  readonly trackId: number;
  /** RFC 6381 codec string, for example `avc1.640028`, `av01.0.08M.08`, `mp4a.40.2`. */
  readonly codec: string;
  /** Ticks per second of all the track's times. */
  readonly timescale: number;
  /** Coded picture size, pixels; video only. */
  readonly width?: number;
  readonly height?: number;
  /** Audio only. */
  readonly sampleRate?: number;
  readonly channels?: number;
  /** `media_time` of the first edit that shows media, in ticks; 0 without an edit list. The presentation starts there. */
  readonly mediaTime: number;
  /** Length of empty edits before the media, seconds; 0 for a track that starts at once. */
  readonly startGapSeconds: number;
  readonly sampleDefaults: SampleDefaults;
}

/** `trex`: what a sample is when its fragment does not say (ISO/IEC 14496-12 §8.8.3). */
export interface SampleDefaults {
  readonly durationTicks: number;
  readonly sizeBytes: number;
  readonly flags: number;
}
