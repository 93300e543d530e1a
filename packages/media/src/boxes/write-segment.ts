import { ascii, concatBytes, i32, totalLength, u32, u64 } from './big-endian.ts';
import { nonSyncSampleFlags, syncSampleFlags, trackFragmentFlag, trackRunFlag } from './fragment-flags.ts';
import type { Sample } from './sample.ts';
import { boxHeader, boxHeaderBytes, writeBox, writeFullBox } from './write-box.ts';

/** Everything that a segment of one track says. */
export interface SegmentContent {
  readonly trackId: number;
  /** `mfhd` sequence number: the segment's number. */
  readonly sequence: number;
  readonly baseDecodeTimeTicks: number;
  readonly samples: readonly Sample[];
}

/** Boxes that a track fragment carries besides the plain ones. */
export interface FragmentExtras {
  /** Boxes between `tfdt` and `trun`, given the offset from the start of the `moof` at which the first of them will lie. */
  readonly trackBoxes: (offsetInMoof: number) => readonly Uint8Array[];
}

/** A media segment: `styp`, one `moof` and its `mdat`. */
export function writeSegment(content: SegmentContent): Uint8Array {
  return concatBytes([segmentType(), ...writeMovieFragment(content)]);
}

/** ISO/IEC 14496-12 §8.16.2: `msdh` is a DASH media segment (ISO/IEC 23009-1), `cmfs` a CMAF one (ISO/IEC 23000-19 §7.2). */
function segmentType(): Uint8Array {
  return writeBox('styp', ascii('msdh'), u32(0), ascii('msdh'), ascii('cmfs'));
}

/** One `moof` and its `mdat` as parts to be joined, so that sample bytes are copied once only. */
export function writeMovieFragment(content: SegmentContent, extras?: FragmentExtras): Uint8Array[] {
  const { samples } = content;
  const mediaHeader = boxHeader('mdat', totalLength(samples.map(({ bytes }) => bytes)));
  const movieFragment = writeMovieFragmentBox(content, extras, mediaHeader.length);
  return [movieFragment, mediaHeader, ...samples.map(({ bytes }) => bytes)];
}

function writeMovieFragmentBox(
  content: SegmentContent,
  extras: FragmentExtras | undefined,
  mediaHeaderBytes: number,
): Uint8Array {
  const header = writeFullBox('mfhd', 0, 0, u32(content.sequence));
  const track = [
    // §8.8.7: default-base-is-moof makes a segment independent of where it is put.
    writeFullBox('tfhd', 0, trackFragmentFlag.defaultBaseIsMoof, u32(content.trackId)),
    writeFullBox('tfdt', 1, 0, u64(content.baseDecodeTimeTicks)),
  ];
  const trackStart = boxHeaderBytes + header.length + boxHeaderBytes;
  track.push(...(extras?.trackBoxes(trackStart + totalLength(track)) ?? []));
  const movieFragmentBytes = trackStart + totalLength(track) + trackRunBytes(content.samples.length);
  const run = writeTrackRun(content.samples, movieFragmentBytes + mediaHeaderBytes);
  return writeBox('moof', header, writeBox('traf', ...track, run));
}

const RUN_FLAGS =
  trackRunFlag.dataOffset |
  trackRunFlag.sampleDuration |
  trackRunFlag.sampleSize |
  trackRunFlag.sampleFlags |
  trackRunFlag.sampleCompositionTimeOffset;
const RUN_HEADER_BYTES = 20;
const RUN_SAMPLE_BYTES = 16;

function trackRunBytes(sampleCount: number): number {
  return RUN_HEADER_BYTES + sampleCount * RUN_SAMPLE_BYTES;
}

/** `trun` of version 1, whose composition offsets are signed (§8.8.8): with the edit list gone, some are negative. */
function writeTrackRun(samples: readonly Sample[], dataOffset: number): Uint8Array {
  const table = new Uint8Array(samples.length * RUN_SAMPLE_BYTES);
  const view = new DataView(table.buffer);
  samples.forEach((sample, index) => {
    const row = index * RUN_SAMPLE_BYTES;
    view.setUint32(row, sample.durationTicks);
    view.setUint32(row + 4, sample.bytes.length);
    view.setUint32(row + 8, sample.isSync ? syncSampleFlags : nonSyncSampleFlags);
    view.setInt32(row + 12, sample.compositionOffsetTicks);
  });
  return writeFullBox('trun', 1, RUN_FLAGS, u32(samples.length), i32(dataOffset), table);
}
