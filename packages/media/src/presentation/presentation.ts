import type { FrameRate } from '../ladder/frame-rate.ts';

export type VideoCodec = 'h264' | 'av1';

/** How segments are stored: the whole segment under AES-128 (RFC 8216 §4.3.2.4), or its samples under CBCS (ISO/IEC 23001-7 §10.4). */
export type EncryptionScheme = 'aes-128' | 'cbcs';

/**
 * What an asset's adaptive stream consists of: the one model from which HLS playlists and the DASH manifest are written.
 * Plain JSON, stored with the asset.
 */
export interface Presentation {
  readonly version: 1;
  readonly durationSeconds: number;
  readonly encryption: PresentationEncryption | null;
  /** In the order players are offered them. */
  readonly video: readonly VideoRendition[];
  readonly audio: readonly AudioRendition[];
}

export interface PresentationEncryption {
  readonly scheme: EncryptionScheme;
  /** Key id, 32 lower-case hex digits. */
  readonly kid: string;
}

interface Rendition {
  /** Unique in the presentation, for example `r720_h264` or `und_aac_2ch`. */
  readonly id: string;
  /** RFC 6381 codec string, for example `avc1.64001f`. */
  readonly codecs: string;
  /** Ticks per second of the segment durations. */
  readonly timescale: number;
  /** Folder below the asset's, without a slash at its end: `video/r720_h264`. */
  readonly path: string;
  /** Bits per second as announced in results. */
  readonly nominalBitrate: number;
  /** Segment N of the stream is `segments[N - 1]`. */
  readonly segments: readonly StoredSegment[];
}

export interface VideoRendition extends Rendition {
  readonly codec: VideoCodec;
  readonly width: number;
  readonly height: number;
  readonly frameRate: FrameRate;
}

export interface AudioRendition extends Rendition {
  /** RFC 5646 tag; `und` when nobody said. */
  readonly language: string;
  readonly codec: 'aac';
  readonly channels: number;
  readonly sampleRate: number;
}

export interface StoredSegment {
  readonly durationTicks: number;
  /** Size as stored, bytes. */
  readonly bytes: number;
}

/** Names inside a rendition's folder and of the asset's manifests (Vylux contract §11.1). */
export const masterPlaylistName = 'master.m3u8';
export const mediaPlaylistName = 'playlist.m3u8';
export const initSectionName = 'init.mp4';

/** File name of segment N, counted from 1. */
export function segmentName(number: number): string {
  return `seg_${number}.m4s`;
}

/** The same as a DASH template (ISO/IEC 23009-1 §5.3.9.4.4). */
export const segmentNamePattern = 'seg_$Number$.m4s';

/** The first segment's number: the HLS media sequence, the DASH `startNumber` and the AES-128 initialisation vector. */
export const firstSegmentNumber = 1;
