import {
  type AudioRendition,
  type EncryptionScheme,
  firstSegmentNumber,
  initSectionName,
  type Presentation,
  type StoredSegment,
  segmentName,
  type VideoRendition,
} from '../presentation/presentation.ts';
import type { MediaPlaylist, PlaylistKey, PlaylistSegment } from './media-playlist.ts';

export interface MediaPlaylistOptions {
  /** Where players get the key, or for ClearKey the licence. Needed for an encrypted presentation. */
  readonly keyUri?: string;
  /** Under CBCS, what answers at `keyUri`: the 16 bytes, or a ClearKey licence. */
  readonly keyFormat?: 'identity' | 'org.w3.clearkey';
  /** The form in which the segments are served, when it is not the stored one. */
  readonly scheme?: EncryptionScheme;
  /** CBCS with `identity`: the constant initialisation vector, 32 hex digits. */
  readonly constantIv?: string;
}

/** The media playlist of one rendition; segment and init URIs are relative to the rendition's folder. */
export function mediaPlaylist(
  presentation: Presentation,
  rendition: VideoRendition | AudioRendition,
  options: MediaPlaylistOptions = {},
): MediaPlaylist {
  return {
    mediaSequence: firstSegmentNumber,
    playlistType: 'VOD',
    hasIndependentSegments: true,
    initUri: initSectionName,
    key: playlistKey(presentation, options),
    segments: playlistSegments(rendition.segments, rendition.timescale),
    hasEnded: true,
  };
}

function playlistKey({ encryption }: Presentation, options: MediaPlaylistOptions): PlaylistKey | null {
  if (encryption === null) return null;
  const { keyUri: uri, keyFormat = 'identity', scheme = encryption.scheme, constantIv } = options;
  if (uri === undefined) throw new TypeError('The playlist of an encrypted presentation needs keyUri');
  if (scheme === 'aes-128') return { method: 'AES-128', uri };
  if (keyFormat === 'org.w3.clearkey') return { method: 'SAMPLE-AES', keyFormat, uri, kid: encryption.kid };
  if (constantIv === undefined) throw new TypeError('The identity key format of CBCS needs constantIv');
  return { method: 'SAMPLE-AES', keyFormat, uri, iv: constantIv };
}

/** Each segment's end is rounded, not its length, so the errors do not add up over a long film. */
function playlistSegments(segments: readonly StoredSegment[], timescale: number): PlaylistSegment[] {
  const microseconds = (ticks: number) => Math.round((ticks * 1_000_000) / timescale);
  let endTicks = 0;
  return segments.map(({ durationTicks }, index) => {
    const startMicroseconds = microseconds(endTicks);
    endTicks += durationTicks;
    const durationSeconds = (microseconds(endTicks) - startMicroseconds) / 1_000_000;
    return { durationSeconds, uri: segmentName(firstSegmentNumber + index) };
  });
}
