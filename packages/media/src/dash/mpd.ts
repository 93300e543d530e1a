import type { FrameRate } from '../ladder/frame-rate.ts';

/** A DASH manifest of one period on demand (ISO/IEC 23009-1 §5.3). */
export interface Mpd {
  readonly durationSeconds: number;
  /** What a player needs before it starts, at the announced bit rates. */
  readonly minBufferSeconds: number;
  /** Relative URLs start here instead of at the manifest. */
  readonly baseUrl: string | null;
  readonly adaptationSets: readonly AdaptationSet[];
}

/** Renditions between which a player may switch (§5.3.3). */
export interface AdaptationSet {
  readonly contentType: 'video' | 'audio';
  /** RFC 5646 tag; null when unknown. */
  readonly language: string | null;
  readonly protection: CommonProtection | null;
  readonly representations: readonly Representation[];
}

/** CBCS with ClearKey: the key id in 32 hex digits, and where the licence is. */
export interface CommonProtection {
  readonly kid: string;
  readonly licenseUrl: string | null;
}

/** One rendition (§5.3.5). */
export interface Representation {
  readonly id: string;
  readonly codecs: string;
  readonly bitsPerSecond: number;
  readonly picture: { readonly width: number; readonly height: number; readonly frameRate: FrameRate } | null;
  readonly sound: { readonly sampleRate: number; readonly channels: number } | null;
  readonly segments: SegmentTemplate;
}

/** `$Number$` addressing with the exact length of each segment (§5.3.9.4, §5.3.9.6). */
export interface SegmentTemplate {
  readonly timescale: number;
  readonly startNumber: number;
  readonly initialization: string;
  /** With `$Number$` where the number goes. */
  readonly media: string;
  readonly durationsTicks: readonly number[];
}
