import { MalformedMediaError } from '../errors/media-errors.ts';
import { trackFragmentFlag, trackRunFlag } from './fragment-flags.ts';
import { type Box, findBox, findBoxes, openFullBox, requireBox } from './parse-boxes.ts';

/** By what the fragments of a file with any number of tracks are timed: its first video track, or its first one. */
export interface FragmentClock {
  readonly trackId: number;
  /** Ticks per second. */
  readonly timescale: number;
  /** Of samples whose fragment does not say. */
  readonly durationTicks: number;
}

/** The clock of a file with this `moov`; null where it is not fragmented. Throws MalformedMediaError. */
export function readFragmentClock(moov: Uint8Array): FragmentClock | null {
  if (findBox(moov, 'mvex') === undefined) return null;
  const tracks = findBoxes(moov, 'trak').map(({ payload }) => payload);
  const track = tracks.find((one) => handlerOf(one) === 'vide') ?? tracks[0];
  if (track === undefined) throw new MalformedMediaError('A movie without a track');
  const trackId = fieldBehindTimes(requireBox(track, 'tkhd'));
  const timescale = fieldBehindTimes(requireBox(track, 'mdia', 'mdhd'));
  if (timescale === 0) throw new MalformedMediaError('A track with a timescale of zero');
  return { trackId, timescale, durationTicks: defaultDuration(moov, trackId) };
}

/** How long the clock's track lasts in the fragment of this `moof`, in ticks; 0 where it has nothing of that track. */
export function fragmentTicks(moof: Uint8Array, clock: FragmentClock): number {
  let ticks = 0;
  for (const { payload: traf } of findBoxes(moof, 'traf')) {
    const { flags, fields } = openFullBox(requireBox(traf, 'tfhd'));
    if (fields.u32() !== clock.trackId) continue;
    if (flags & trackFragmentFlag.baseDataOffset) fields.skip(8);
    if (flags & trackFragmentFlag.sampleDescriptionIndex) fields.skip(4);
    const each = flags & trackFragmentFlag.defaultSampleDuration ? fields.u32() : clock.durationTicks;
    for (const run of findBoxes(traf, 'trun')) ticks += runTicks(run, each);
  }
  return ticks;
}

/** `hdlr` (ISO/IEC 14496-12 §8.4.3). */
function handlerOf(track: Uint8Array): string {
  const { fields } = openFullBox(requireBox(track, 'mdia', 'hdlr'));
  fields.skip(4);
  return fields.fourCharacters();
}

/** Of `tkhd` (§8.3.2) the track's id, of `mdhd` (§8.4.2) its timescale: both follow two times. */
function fieldBehindTimes(box: Box): number {
  const { version, fields } = openFullBox(box);
  fields.skip(version === 1 ? 16 : 8);
  return fields.u32();
}

/** `trex` (§8.8.3). */
function defaultDuration(moov: Uint8Array, trackId: number): number {
  for (const box of findBoxes(moov, 'mvex', 'trex')) {
    const { fields } = openFullBox(box);
    if (fields.u32() !== trackId) continue;
    fields.skip(4);
    return fields.u32();
  }
  throw new MalformedMediaError('A track without a box trex in a fragmented file');
}

/** `trun` (§8.8.8). */
function runTicks(run: Box, each: number): number {
  const { flags, fields } = openFullBox(run);
  const count = fields.u32();
  if (!(flags & trackRunFlag.sampleDuration)) return count * each;
  if (flags & trackRunFlag.dataOffset) fields.skip(4);
  if (flags & trackRunFlag.firstSampleFlags) fields.skip(4);
  const behind = [trackRunFlag.sampleSize, trackRunFlag.sampleFlags, trackRunFlag.sampleCompositionTimeOffset];
  const rest = 4 * behind.filter((flag) => flags & flag).length;
  let ticks = 0;
  for (let index = 0; index < count; index += 1) {
    ticks += fields.u32();
    fields.skip(rest);
  }
  return ticks;
}
