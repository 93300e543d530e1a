import type { FrameRate } from '../ladder/frame-rate.ts';
import type { AdaptationSet, CommonProtection, Mpd, Representation, SegmentTemplate } from './mpd.ts';
import { formatXml, type XmlElement } from './xml.ts';

const NAMESPACES = {
  xmlns: 'urn:mpeg:dash:schema:mpd:2011',
  'xmlns:cenc': 'urn:mpeg:cenc:2013',
  'xmlns:dashif': 'https://dashif.org/CPS',
};
/** Segment templates with a timeline on demand belong to the live profile (ISO/IEC 23009-1 §8.4). */
const PROFILE = 'urn:mpeg:dash:profile:isoff-live:2011';
/** ISO/IEC 23009-1 §5.8.5.2 and ISO/IEC 23001-7 §11: says `cbcs` and the key id. */
const MP4_PROTECTION = 'urn:mpeg:dash:mp4protection:2011';
/** DASH-IF: W3C ClearKey. */
const CLEAR_KEY = 'urn:uuid:e2719d58-a985-b3c9-781a-b030af78d30e';
const CHANNEL_CONFIGURATION = 'urn:mpeg:dash:23003:3:audio_channel_configuration:2011';

/** The manifest as XML text. */
export function formatMpd(mpd: Mpd): string {
  return formatXml({
    name: 'MPD',
    attributes: {
      ...NAMESPACES,
      profiles: PROFILE,
      type: 'static',
      mediaPresentationDuration: formatDuration(mpd.durationSeconds),
      minBufferTime: formatDuration(mpd.minBufferSeconds),
    },
    children: [
      ...(mpd.baseUrl === null ? [] : [{ name: 'BaseURL', children: mpd.baseUrl }]),
      {
        name: 'Period',
        attributes: { id: '0', start: 'PT0S' },
        children: mpd.adaptationSets.map((set, id) => adaptationSet(set, id)),
      },
    ],
  });
}

/** xs:duration in seconds, to the microsecond: a truncated one would cut the last frames off. */
function formatDuration(seconds: number): string {
  return `PT${Number(seconds.toFixed(6))}S`;
}

function adaptationSet(set: AdaptationSet, id: number): XmlElement {
  return {
    name: 'AdaptationSet',
    attributes: {
      id,
      contentType: set.contentType,
      mimeType: `${set.contentType}/mp4`,
      lang: set.language ?? undefined,
      segmentAlignment: true,
      startWithSAP: 1,
    },
    children: [
      ...(set.protection === null ? [] : protectionElements(set.protection)),
      ...set.representations.map(representation),
    ],
  };
}

function protectionElements({ kid, licenseUrl }: CommonProtection): XmlElement[] {
  const common = {
    name: 'ContentProtection',
    attributes: { schemeIdUri: MP4_PROTECTION, value: 'cbcs', 'cenc:default_KID': formatUuid(kid) },
  };
  if (licenseUrl === null) return [common];
  return [
    common,
    {
      name: 'ContentProtection',
      attributes: { schemeIdUri: CLEAR_KEY, value: 'ClearKey1.0' },
      children: [{ name: 'dashif:Laurl', attributes: { licenseType: 'EME-1.0' }, children: licenseUrl }],
    },
  ];
}

function formatUuid(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function representation({ id, codecs, bitsPerSecond, picture, sound, segments }: Representation): XmlElement {
  const channels: XmlElement = {
    name: 'AudioChannelConfiguration',
    attributes: { schemeIdUri: CHANNEL_CONFIGURATION, value: sound?.channels },
  };
  return {
    name: 'Representation',
    attributes: {
      id,
      codecs,
      bandwidth: bitsPerSecond,
      width: picture?.width,
      height: picture?.height,
      frameRate: picture === null ? undefined : formatFrameRate(picture.frameRate),
      sar: picture === null ? undefined : '1:1',
      audioSamplingRate: sound?.sampleRate,
    },
    children: [...(sound === null ? [] : [channels]), segmentTemplate(segments)],
  };
}

function formatFrameRate({ numerator, denominator }: FrameRate): string {
  return denominator === 1 ? String(numerator) : `${numerator}/${denominator}`;
}

function segmentTemplate(segments: SegmentTemplate): XmlElement {
  const { timescale, startNumber, initialization, media } = segments;
  return {
    name: 'SegmentTemplate',
    attributes: { timescale, startNumber, initialization, media },
    children: [{ name: 'SegmentTimeline', children: timelineEntries(segments.durationsTicks) }],
  };
}

/** §5.3.9.6: `d` is a duration, `r` how many more segments have the same; `t` is needed for the first alone. */
function timelineEntries(durationsTicks: readonly number[]): XmlElement[] {
  const runs: { d: number; count: number }[] = [];
  for (const d of durationsTicks) {
    const last = runs.at(-1);
    if (last?.d === d) last.count += 1;
    else runs.push({ d, count: 1 });
  }
  return runs.map(({ d, count }, index) => ({
    name: 'S',
    attributes: { t: index === 0 ? 0 : undefined, d, r: count > 1 ? count - 1 : undefined },
  }));
}
