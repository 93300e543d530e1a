import { MalformedMediaError, UnsupportedMediaError } from '../errors/media-errors.ts';
import { readAudioConfiguration } from './audio-configuration.ts';
import { codecString } from './codec-string.ts';
import { type Box, findBox, findBoxes, openFullBox, requireBox } from './parse-boxes.ts';
import { configurationBox, pictureSize, readSampleEntry, type SampleEntry, soundFormat } from './sample-entry.ts';
import type { SampleDefaults, Track } from './track.ts';

/** Reads an init section (`ftyp` and `moov`) that holds exactly one track. */
export function readTrack(init: Uint8Array): Track {
  const movie = requireBox(init, 'moov').payload;
  const track = onlyTrack(movie).payload;
  const entry = readSampleEntry(requireBox(track, 'mdia', 'minf', 'stbl', 'stsd'));
  const trackId = readTrackId(requireBox(track, 'tkhd'));
  const timescale = readTimescale(requireBox(track, 'mdia', 'mdhd'));
  return {
    kind: entry.kind,
    trackId,
    codec: codecString(entry),
    timescale,
    ...(entry.kind === 'video' ? pictureSize(entry) : audioFormat(entry)),
    ...readEdits(findBox(track, 'edts', 'elst'), readTimescale(requireBox(movie, 'mvhd'))),
    sampleDefaults: readSampleDefaults(movie, trackId),
  };
}

function onlyTrack(movie: Uint8Array): Box {
  const [track, ...others] = findBoxes(movie, 'trak');
  if (track === undefined) throw new MalformedMediaError('An init section without a track');
  if (others.length > 0) throw new UnsupportedMediaError('An init section with more than one track');
  return track;
}

/** `tkhd` (ISO/IEC 14496-12 §8.3.2): creation and modification times stand first. */
function readTrackId(box: Box): number {
  const { version, fields } = openFullBox(box);
  fields.skip(version === 1 ? 16 : 8);
  return fields.u32();
}

/** `mvhd` (§8.2.2) and `mdhd` (§8.4.2) begin alike. */
function readTimescale(box: Box): number {
  const { version, fields } = openFullBox(box);
  fields.skip(version === 1 ? 16 : 8);
  const timescale = fields.u32();
  if (timescale === 0) throw new MalformedMediaError(`Box '${box.type}' with a timescale of zero`);
  return timescale;
}

function audioFormat(entry: SampleEntry): { channels: number; sampleRate: number } {
  const declared = soundFormat(entry);
  const configuration = readAudioConfiguration(configurationBox(entry, 'esds'));
  return {
    channels: configuration.channels ?? declared.channels,
    sampleRate: configuration.sampleRate ?? declared.sampleRate,
  };
}

/** `elst` (§8.6.6): a media time of -1 is an empty edit; the first other one tells where the presentation starts. */
function readEdits(box: Box | undefined, movieTimescale: number): Pick<Track, 'mediaTime' | 'startGapSeconds'> {
  let gapTicks = 0;
  if (box === undefined) return { mediaTime: 0, startGapSeconds: 0 };
  const { version, fields } = openFullBox(box);
  for (let left = fields.u32(); left > 0; left -= 1) {
    const durationTicks = version === 1 ? fields.u64() : fields.u32();
    const mediaTime = version === 1 ? fields.i64() : fields.i32();
    fields.skip(4);
    if (mediaTime >= 0) return { mediaTime, startGapSeconds: gapTicks / movieTimescale };
    gapTicks += durationTicks;
  }
  return { mediaTime: 0, startGapSeconds: gapTicks / movieTimescale };
}

/** `trex` of the track (§8.8.3). */
function readSampleDefaults(movie: Uint8Array, trackId: number): SampleDefaults {
  for (const box of findBoxes(movie, 'mvex', 'trex')) {
    const { fields } = openFullBox(box);
    if (fields.u32() !== trackId) continue;
    fields.skip(4);
    return { durationTicks: fields.u32(), sizeBytes: fields.u32(), flags: fields.u32() };
  }
  throw new MalformedMediaError('The track is not fragmented: it has no box trex');
}
