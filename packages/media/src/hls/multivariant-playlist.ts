import type { FrameRate } from '../ladder/frame-rate.ts';
import { type Attribute, bare, formatAttributeList, quoted } from './attribute-list.ts';
import { assertUriLine } from './media-playlist.ts';

/** An HLS multivariant ("master") playlist: which renditions there are (RFC 8216 §4.3.4). */
export interface MultivariantPlaylist {
  readonly hasIndependentSegments: boolean;
  readonly audio: readonly AudioMedia[];
  readonly variants: readonly VariantStream[];
}

/** EXT-X-MEDIA:TYPE=AUDIO. */
export interface AudioMedia {
  readonly groupId: string;
  /** Unique within the group (RFC 8216 §4.3.4.1.1). */
  readonly name: string;
  /** RFC 5646 tag; null when unknown, as `und` tells a player nothing. */
  readonly language: string | null;
  readonly isDefault: boolean;
  readonly channels: number;
  readonly uri: string;
}

/** EXT-X-STREAM-INF and its URI line. */
export interface VariantStream {
  /** Peak of any run of segments about a target duration long, with audio, bits per second (RFC 8216 §4.3.4.2). */
  readonly peakBitsPerSecond: number;
  readonly averageBitsPerSecond: number;
  /** RFC 6381 strings of everything in the variant. */
  readonly codecs: readonly string[];
  readonly width: number;
  readonly height: number;
  readonly frameRate: FrameRate;
  /** `groupId` of its audio; null for a silent film. */
  readonly audioGroupId: string | null;
  readonly uri: string;
}

/** The playlist as text, ending with a line feed. */
export function formatMultivariantPlaylist(playlist: MultivariantPlaylist): string {
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:6',
    ...(playlist.hasIndependentSegments ? ['#EXT-X-INDEPENDENT-SEGMENTS'] : []),
    ...playlist.audio.map((media) => `#EXT-X-MEDIA:${formatAttributeList(audioAttributes(media))}`),
    ...playlist.variants.flatMap((variant) => [
      `#EXT-X-STREAM-INF:${formatAttributeList(variantAttributes(variant))}`,
      assertUriLine(variant.uri),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

function audioAttributes(media: AudioMedia): Attribute[] {
  return [
    ['TYPE', bare('AUDIO')],
    ['GROUP-ID', quoted(media.groupId)],
    ['NAME', quoted(media.name)],
    ...(media.language === null ? [] : [['LANGUAGE', quoted(media.language)] satisfies Attribute]),
    ['DEFAULT', bare(media.isDefault ? 'YES' : 'NO')],
    ['AUTOSELECT', bare('YES')],
    ['CHANNELS', quoted(String(media.channels))],
    ['URI', quoted(media.uri)],
  ];
}

function variantAttributes(variant: VariantStream): Attribute[] {
  const framesPerSecond = variant.frameRate.numerator / variant.frameRate.denominator;
  return [
    ['BANDWIDTH', bare(variant.peakBitsPerSecond)],
    ['AVERAGE-BANDWIDTH', bare(variant.averageBitsPerSecond)],
    ['CODECS', quoted(variant.codecs.join(','))],
    ['RESOLUTION', bare(`${variant.width}x${variant.height}`)],
    // RFC 8216 §4.3.4.2: rounded to three decimal places.
    ['FRAME-RATE', bare(framesPerSecond.toFixed(3))],
    ...(variant.audioGroupId === null ? [] : [['AUDIO', quoted(variant.audioGroupId)] satisfies Attribute]),
  ];
}
