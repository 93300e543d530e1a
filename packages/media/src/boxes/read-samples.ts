import { MalformedMediaError, UnsupportedMediaError } from '../errors/media-errors.ts';
import type { ByteReader } from './byte-reader.ts';
import { sampleFlag, trackFragmentFlag, trackRunFlag } from './fragment-flags.ts';
import { type Box, findBoxes, openFullBox, parseBoxes, requireBox } from './parse-boxes.ts';
import type { Fragment, Sample } from './sample.ts';
import type { SampleDefaults, Track } from './track.ts';

/** One `moof` as read: what `writeSegment` needs to write it again. */
export interface MovieFragment {
  readonly trackId: number;
  readonly sequence: number;
  readonly baseDecodeTimeTicks: number;
  readonly samples: readonly Sample[];
}

/** The samples of a fragment or of a whole segment, in decode order. Their bytes are views. */
export function readSamples(fragment: Fragment, track: Pick<Track, 'trackId' | 'sampleDefaults'>): Sample[] {
  return movieFragmentBoxes(fragment).flatMap((moof) => readMovieFragment(fragment, moof, track).samples);
}

/** Decode time of the first sample of a fragment or segment, ticks. */
export function readDecodeTime(fragment: Fragment): number {
  return baseDecodeTime(requireBox(requireBox(fragment, 'moof').payload, 'traf').payload);
}

/** Reads the `moof` that lies at `moof.start` in `fragment`, with the samples that it points to. */
export function readMovieFragment(
  fragment: Fragment,
  moof: Box,
  track: Pick<Track, 'trackId' | 'sampleDefaults'>,
): MovieFragment {
  const traf = onlyTrackFragment(moof);
  const header = readTrackFragmentHeader(requireBox(traf.payload, 'tfhd'), track.sampleDefaults);
  if (header.trackId !== track.trackId) {
    throw new MalformedMediaError(`A fragment of track ${header.trackId} where track ${track.trackId} was expected`);
  }
  // ISO/IEC 14496-12 §8.8.7: offsets count from the first byte of the moof, and runs follow one another.
  const media = fragment.subarray(moof.start);
  const samples: Sample[] = [];
  let dataStart = moof.bytes.length;
  for (const run of findBoxes(traf.payload, 'trun')) {
    dataStart = readTrackRun(run, header.defaults, media, dataStart, samples);
  }
  return {
    trackId: header.trackId,
    sequence: openFullBox(requireBox(moof.payload, 'mfhd')).fields.u32(),
    baseDecodeTimeTicks: baseDecodeTime(traf.payload),
    samples,
  };
}

function movieFragmentBoxes(fragment: Fragment): Box[] {
  const moofs = parseBoxes(fragment).filter(({ type }) => type === 'moof');
  if (moofs.length === 0) throw new MalformedMediaError("No box 'moof' in a fragment");
  return moofs;
}

function onlyTrackFragment(moof: Box): Box {
  const [traf, ...others] = findBoxes(moof.payload, 'traf');
  if (traf === undefined) throw new MalformedMediaError("No box 'traf' in a fragment");
  if (others.length > 0) throw new UnsupportedMediaError('A fragment with more than one track');
  return traf;
}

/** `tfdt` (ISO/IEC 14496-12 §8.8.12). CMAF requires it in every fragment (ISO/IEC 23000-19 §7.5.16). */
function baseDecodeTime(trackFragment: Uint8Array): number {
  const { version, fields } = openFullBox(requireBox(trackFragment, 'tfdt'));
  return version === 0 ? fields.u32() : fields.u64();
}

interface TrackFragmentHeader {
  readonly trackId: number;
  readonly defaults: SampleDefaults;
}

/** `tfhd` over the defaults of `trex`. */
function readTrackFragmentHeader(box: Box, defaults: SampleDefaults): TrackFragmentHeader {
  const { flags, fields } = openFullBox(box);
  const trackId = fields.u32();
  if (flags & trackFragmentFlag.baseDataOffset) {
    throw new UnsupportedMediaError('A fragment whose data is addressed from the start of the file');
  }
  if (flags & trackFragmentFlag.sampleDescriptionIndex) fields.skip(4);
  return {
    trackId,
    defaults: {
      durationTicks: flags & trackFragmentFlag.defaultSampleDuration ? fields.u32() : defaults.durationTicks,
      sizeBytes: flags & trackFragmentFlag.defaultSampleSize ? fields.u32() : defaults.sizeBytes,
      flags: flags & trackFragmentFlag.defaultSampleFlags ? fields.u32() : defaults.flags,
    },
  };
}

/** Adds the samples of one `trun` (ISO/IEC 14496-12 §8.8.8) and gives the offset at which their data ends. */
function readTrackRun(
  box: Box,
  defaults: SampleDefaults,
  media: Uint8Array,
  dataStart: number,
  samples: Sample[],
): number {
  const { version, flags, fields } = openFullBox(box);
  const count = fields.u32();
  let position = flags & trackRunFlag.dataOffset ? fields.i32() : dataStart;
  const firstFlags = flags & trackRunFlag.firstSampleFlags ? fields.u32() : undefined;
  // A run may leave every field to the defaults, so its count alone could ask for billions of empty samples.
  if (samples.length + count > media.length) {
    throw new MalformedMediaError(`A run of ${count} samples in ${media.length} bytes`);
  }
  for (let index = 0; index < count; index += 1) {
    const durationTicks = flags & trackRunFlag.sampleDuration ? fields.u32() : defaults.durationTicks;
    const sizeBytes = flags & trackRunFlag.sampleSize ? fields.u32() : defaults.sizeBytes;
    const ownFlags = flags & trackRunFlag.sampleFlags ? fields.u32() : defaults.flags;
    const sampleFlags = index === 0 ? (firstFlags ?? ownFlags) : ownFlags;
    samples.push({
      durationTicks,
      compositionOffsetTicks: flags & trackRunFlag.sampleCompositionTimeOffset ? compositionOffset(version, fields) : 0,
      isSync: (sampleFlags & sampleFlag.isNonSync) === 0,
      bytes: sampleBytes(media, position, sizeBytes),
    });
    position += sizeBytes;
  }
  return position;
}

/** Unsigned in version 0, signed from version 1 on. */
function compositionOffset(version: number, fields: ByteReader): number {
  return version === 0 ? fields.u32() : fields.i32();
}

function sampleBytes(media: Uint8Array, start: number, sizeBytes: number): Uint8Array {
  if (start < 0 || start + sizeBytes > media.length) {
    throw new MalformedMediaError('A sample lies outside its fragment');
  }
  return media.subarray(start, start + sizeBytes);
}
