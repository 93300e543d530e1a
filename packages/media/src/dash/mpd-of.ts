import { peakBitsPerSecond } from '../presentation/measured-bitrate.ts';
import {
  type AudioRendition,
  firstSegmentNumber,
  initSectionName,
  type Presentation,
  segmentNamePattern,
  type VideoRendition,
} from '../presentation/presentation.ts';
import type { AdaptationSet, CommonProtection, Mpd, Representation, SegmentTemplate } from './mpd.ts';

export interface MpdOptions {
  /** Where the renditions' folders are, when not beside the manifest: the CBCS form, or a path that carries a token. */
  readonly baseUrl?: string;
  /** Where ClearKey players get their licence. */
  readonly licenseUrl?: string;
}

/**
 * The manifest of a presentation. DASH players have no whole-segment AES-128, so the segments of an encrypted
 * presentation are announced as CBCS, whichever form is stored: serve that form below `baseUrl`.
 */
export function mpd(presentation: Presentation, options: MpdOptions = {}): Mpd {
  const { encryption } = presentation;
  const protection = encryption === null ? null : { kid: encryption.kid, licenseUrl: options.licenseUrl ?? null };
  return {
    durationSeconds: presentation.durationSeconds,
    minBufferSeconds: longestSegmentSeconds(presentation),
    baseUrl: options.baseUrl ?? null,
    adaptationSets: [...videoSets(presentation.video, protection), ...audioSets(presentation.audio, protection)],
  };
}

/** Players switch seamlessly within a codec only, so each has a set. */
function videoSets(video: readonly VideoRendition[], protection: CommonProtection | null): AdaptationSet[] {
  return [...Map.groupBy(video, ({ codec }) => codec).values()].map((renditions) => ({
    contentType: 'video',
    language: null,
    protection,
    representations: renditions.map((rendition) => ({
      ...commonOf(rendition),
      picture: { width: rendition.width, height: rendition.height, frameRate: rendition.frameRate },
      sound: null,
    })),
  }));
}

function audioSets(audio: readonly AudioRendition[], protection: CommonProtection | null): AdaptationSet[] {
  return [...Map.groupBy(audio, ({ language }) => language)].map(([language, renditions]) => ({
    contentType: 'audio',
    language: language === 'und' ? null : language,
    protection,
    representations: renditions.map((rendition) => ({
      ...commonOf(rendition),
      picture: null,
      sound: { sampleRate: rendition.sampleRate, channels: rendition.channels },
    })),
  }));
}

function commonOf(
  rendition: VideoRendition | AudioRendition,
): Pick<Representation, 'id' | 'codecs' | 'bitsPerSecond' | 'segments'> {
  const { id, codecs } = rendition;
  return { id, codecs, bitsPerSecond: peakBitsPerSecond(rendition), segments: segmentTemplate(rendition) };
}

function segmentTemplate({ path, timescale, segments }: VideoRendition | AudioRendition): SegmentTemplate {
  const folder = escapeTemplate(path);
  return {
    timescale,
    startNumber: firstSegmentNumber,
    initialization: `${folder}/${initSectionName}`,
    media: `${folder}/${segmentNamePattern}`,
    durationsTicks: segments.map(({ durationTicks }) => durationTicks),
  };
}

/** ISO/IEC 23009-1 §5.3.9.4.4: `$` starts an identifier, and `$$` is a plain one. */
function escapeTemplate(path: string): string {
  return path.replaceAll('$', '$$$$');
}

function longestSegmentSeconds({ video, audio }: Presentation): number {
  const seconds = [...video, ...audio].flatMap(({ segments, timescale }) =>
    segments.map(({ durationTicks }) => durationTicks / timescale),
  );
  return seconds.reduce((longest, duration) => Math.max(longest, duration), 0);
}
