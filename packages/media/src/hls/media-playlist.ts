import { type Attribute, bare, formatAttributeList, quoted } from './attribute-list.ts';

/** An HLS media playlist: the segments of one rendition (RFC 8216 §4.3.3). */
export interface MediaPlaylist {
  readonly mediaSequence: number;
  readonly playlistType: 'VOD' | 'EVENT' | null;
  /** Every segment starts with a key frame (RFC 8216 §4.3.5.1). */
  readonly hasIndependentSegments: boolean;
  readonly initUri: string;
  readonly key: PlaylistKey | null;
  readonly segments: readonly PlaylistSegment[];
  /** No more segments will follow. */
  readonly hasEnded: boolean;
}

export interface PlaylistSegment {
  readonly durationSeconds: number;
  readonly uri: string;
  /** When its first sample was taken; those that follow go on from there (RFC 8216 §4.3.2.6). */
  readonly programDateTime?: Date;
  /** Another encoder made it than the one before (RFC 8216 §4.3.2.3). */
  readonly isDiscontinuous?: true;
}

/** EXT-X-KEY for the whole playlist (RFC 8216 §4.3.2.4). */
export type PlaylistKey =
  /** Whole segments; the initialisation vector is the media sequence number (RFC 8216 §5.2). */
  | { readonly method: 'AES-128'; readonly uri: string }
  /** CBCS with the key itself behind the URI: Shaka and Safari. */
  | { readonly method: 'SAMPLE-AES'; readonly keyFormat: 'identity'; readonly uri: string; readonly iv: string }
  /** CBCS with a ClearKey licence behind the URI, by EME: hls.js. `kid` is 32 hex digits. */
  | {
      readonly method: 'SAMPLE-AES';
      readonly keyFormat: 'org.w3.clearkey';
      readonly uri: string;
      readonly kid: string;
    };

/** Microseconds: with durations rounded cumulatively, the sum of all is never off by more than one of them. */
const DURATION_DECIMALS = 6;

/** The playlist as text, ending with a line feed. */
export function formatMediaPlaylist(playlist: MediaPlaylist): string {
  const lines = [
    '#EXTM3U',
    // RFC 8216 §7: EXT-X-MAP in a playlist without EXT-X-I-FRAMES-ONLY needs 6; KEYFORMAT needs 5.
    '#EXT-X-VERSION:6',
    `#EXT-X-TARGETDURATION:${targetDurationSeconds(playlist.segments)}`,
    `#EXT-X-MEDIA-SEQUENCE:${playlist.mediaSequence}`,
    ...(playlist.playlistType === null ? [] : [`#EXT-X-PLAYLIST-TYPE:${playlist.playlistType}`]),
    ...(playlist.hasIndependentSegments ? ['#EXT-X-INDEPENDENT-SEGMENTS'] : []),
    ...formatInitAndKey(playlist),
    ...playlist.segments.flatMap(formatSegment),
    ...(playlist.hasEnded ? ['#EXT-X-ENDLIST'] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** RFC 8216 §4.3.3.1: each duration, rounded to the nearest integer, is at most the target. */
export function targetDurationSeconds(segments: readonly { readonly durationSeconds: number }[]): number {
  return segments.reduce((longest, { durationSeconds }) => Math.max(longest, Math.round(durationSeconds)), 1);
}

/**
 * EXT-X-KEY covers the init sections after it as well (RFC 8216 §4.3.2.5). Under AES-128 ours is stored in the clear, so
 * it comes first. Under SAMPLE-AES an init section has no samples to encrypt, and hls.js wants to know the key system
 * before it parses one.
 */
function formatInitAndKey({ initUri, key }: MediaPlaylist): string[] {
  const map = `#EXT-X-MAP:${formatAttributeList([['URI', quoted(initUri)]])}`;
  if (key === null) return [map];
  const keyLine = `#EXT-X-KEY:${formatAttributeList(keyAttributes(key))}`;
  return key.method === 'AES-128' ? [map, keyLine] : [keyLine, map];
}

function keyAttributes(key: PlaylistKey): Attribute[] {
  const common: Attribute[] = [
    ['METHOD', bare(key.method)],
    ['URI', quoted(key.uri)],
  ];
  if (key.method === 'AES-128') return common;
  const format: Attribute[] = [
    ['KEYFORMAT', quoted(key.keyFormat)],
    ['KEYFORMATVERSIONS', quoted('1')],
  ];
  return key.keyFormat === 'identity'
    ? [...common, ['IV', bare(`0x${key.iv}`)], ...format]
    : [...common, ...format, ['KEYID', bare(`0x${key.kid}`)]];
}

function formatSegment({ durationSeconds, uri, programDateTime, isDiscontinuous }: PlaylistSegment): string[] {
  const cut = isDiscontinuous === true ? ['#EXT-X-DISCONTINUITY'] : [];
  const dated = programDateTime === undefined ? [] : [`#EXT-X-PROGRAM-DATE-TIME:${programDateTime.toISOString()}`];
  return [...cut, ...dated, `#EXTINF:${durationSeconds.toFixed(DURATION_DECIMALS)},`, assertUriLine(uri)];
}

/** A URI line is not empty, not a comment, and one line. */
export function assertUriLine(uri: string): string {
  if (uri === '' || uri.startsWith('#') || /[\r\n]/.test(uri))
    throw new TypeError('Not a URI that fits a playlist line');
  return uri;
}
