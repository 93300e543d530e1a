import { concatBytes, u8, u16, u32 } from '../boxes/big-endian.ts';
import { writeFullBox } from '../boxes/write-box.ts';
import { UnsupportedMediaError } from '../errors/media-errors.ts';
import type { Subsample } from './subsamples.ts';

/** `senc` flag: subsamples are listed (ISO/IEC 23001-7 §7.2). */
const USE_SUBSAMPLES = 0x00_0002;
/** Box header, version and flags, sample count: what stands in `senc` before its first sample. */
const SENC_HEADER_BYTES = 16;

/**
 * `saiz`, `saio` and `senc` of a track fragment whose samples have a constant vector, so that subsamples are all there
 * is to tell. `offsetInMoof` is where the first of the three will lie.
 */
export function sampleAuxiliaryBoxes(samples: readonly (readonly Subsample[])[], offsetInMoof: number): Uint8Array[] {
  const entries = samples.map(subsampleTable);
  const sizes = sizesBox(entries.map(({ length }) => length));
  const offsetBytes = offsetBox(0).length;
  const firstEntry = offsetInMoof + sizes.length + offsetBytes + SENC_HEADER_BYTES;
  return [sizes, offsetBox(firstEntry), writeFullBox('senc', 0, USE_SUBSAMPLES, u32(entries.length), ...entries)];
}

function subsampleTable(subsamples: readonly Subsample[]): Uint8Array {
  const rows = subsamples.map(({ clearBytes, protectedBytes }) => concatBytes([u16(clearBytes), u32(protectedBytes)]));
  return concatBytes([u16(subsamples.length), ...rows]);
}

/** `saiz` (ISO/IEC 14496-12 §8.7.8): a default size when all are alike, else a byte for each sample. */
function sizesBox(sizes: readonly number[]): Uint8Array {
  if (sizes.some((size) => size > 0xff)) throw new UnsupportedMediaError('A sample with more than 42 slices');
  const [first = 0] = sizes;
  const isUniform = sizes.every((size) => size === first);
  return writeFullBox('saiz', 0, 0, u8(isUniform ? first : 0), u32(sizes.length), isUniform ? u8() : u8(...sizes));
}

/** `saio` (§8.7.9): where the first sample's entry lies, counted from the start of the `moof`. */
function offsetBox(offsetInMoof: number): Uint8Array {
  return writeFullBox('saio', 0, 0, u32(1), u32(offsetInMoof));
}
