import { MalformedMediaError, UnsupportedMediaError } from '../errors/media-errors.ts';
import type { AvcConfiguration } from './avc/parameter-sets.ts';
import { nalType, sliceHeaderBytes } from './avc/slice-header.ts';
import { blockBytes } from './block-cipher.ts';

/** A run of clear bytes and the protected bytes after it (ISO/IEC 23001-7 §7.2). */
export interface Subsample {
  readonly clearBytes: number;
  readonly protectedBytes: number;
}

/** BytesOfClearData is a 16-bit field. */
const MAX_CLEAR_BYTES = 0xffff;

/** Splits an H.264 sample so that of each slice's NAL unit the length and the header stay clear, and every other NAL unit whole (§9.5). */
export function avcSubsamples(sample: Uint8Array, avc: AvcConfiguration): Subsample[] {
  const subsamples: Subsample[] = [];
  let clearBytes = 0;
  for (let position = 0; position < sample.length; ) {
    const nal = nalUnitAt(sample, position, avc.nalLengthBytes);
    const protectedBytes = protectedBytesOf(nal, avc);
    clearBytes += avc.nalLengthBytes + nal.length - protectedBytes;
    position += avc.nalLengthBytes + nal.length;
    if (protectedBytes === 0) continue;
    subsamples.push(...splitClear(clearBytes, protectedBytes));
    clearBytes = 0;
  }
  return clearBytes === 0 ? subsamples : [...subsamples, ...splitClear(clearBytes, 0)];
}

/** ISO/IEC 14496-15 §5.3.2: each NAL unit stands behind its length. */
function nalUnitAt(sample: Uint8Array, position: number, lengthBytes: number): Uint8Array {
  const start = position + lengthBytes;
  let length = 0;
  for (const byte of sample.subarray(position, start)) length = length * 256 + byte;
  if (start + length > sample.length) throw new MalformedMediaError('A NAL unit lies outside its sample');
  return sample.subarray(start, start + length);
}

function protectedBytesOf(nal: Uint8Array, avc: AvcConfiguration): number {
  const type = (nal[0] ?? 0) & 0x1f;
  if (type >= nalType.dataPartitionA && type <= nalType.dataPartitionC) {
    throw new UnsupportedMediaError('H.264 with data partitioning');
  }
  if (type !== nalType.nonIdrSlice && type !== nalType.idrSlice) return 0;
  const sliceData = nal.length - sliceHeaderBytes(nal, avc.pictureParameters);
  // Less than a block could not be encrypted anyway.
  return sliceData < blockBytes ? 0 : sliceData;
}

/** Clear bytes that do not fit the field go ahead in subsamples of their own. */
function splitClear(clearBytes: number, protectedBytes: number): Subsample[] {
  const split: Subsample[] = [];
  let left = clearBytes;
  for (; left > MAX_CLEAR_BYTES; left -= MAX_CLEAR_BYTES) {
    split.push({ clearBytes: MAX_CLEAR_BYTES, protectedBytes: 0 });
  }
  return [...split, { clearBytes: left, protectedBytes }];
}
