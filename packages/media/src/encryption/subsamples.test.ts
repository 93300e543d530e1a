import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, u32 } from '../boxes/big-endian.ts';
import { MalformedMediaError, UnsupportedMediaError } from '../errors/media-errors.ts';
import type { PictureParameters } from './avc/parameter-sets.ts';
import { avcSubsamples } from './subsamples.ts';

/** A plain progressive picture with CABAC, as x264 makes it. */
const picture: PictureParameters = {
  sequence: {
    hasSeparateColourPlanes: false,
    hasChroma: true,
    frameNumBits: 4,
    pictureOrderType: 2,
    pictureOrderBits: 0,
    isPictureOrderDeltaAlwaysZero: true,
    isFrameOnly: true,
  },
  isCabac: true,
  hasFieldPictureOrder: false,
  referenceCounts: [1, 1],
  isWeighted: false,
  weightedBipredictionMode: 0,
  hasDeblockingControl: false,
  hasRedundantPictures: false,
};
const avc = { nalLengthBytes: 4, pictureParameters: new Map([[0, picture]]) };

/** A NAL unit behind its length: the bytes told, then zeros. */
function nal(start: readonly number[], zeroBytes = 0): Uint8Array {
  return concatBytes([u32(start.length + zeroBytes), Uint8Array.from(start), new Uint8Array(zeroBytes)]);
}

/**
 * An IDR slice: first_mb 0 (1), slice_type 7 (0001000), parameter set 0 (1), frame_num (0000), idr_pic_id 0 (1),
 * two marking flags (00), slice_qp_delta 0 (1) — 17 bits, so three bytes after the NAL unit's own.
 */
const idrSlice = (dataBytes: number) => nal([0x65, 0b10001000, 0b10000100, 0b10000000], dataBytes);
const parameterSet = (bytes: number) => nal([0x06], bytes - 1);

describe('avcSubsamples', () => {
  it('leaves length, header and other NAL units clear', () => {
    const sample = concatBytes([parameterSet(20), idrSlice(100), idrSlice(50)]);
    expect(avcSubsamples(sample, avc)).toEqual([
      { clearBytes: 4 + 20 + 4 + 4, protectedBytes: 100 },
      { clearBytes: 4 + 4, protectedBytes: 50 },
    ]);
  });

  it('leaves a slice clear that has no whole block', () => {
    expect(avcSubsamples(idrSlice(15), avc)).toEqual([{ clearBytes: 4 + 4 + 15, protectedBytes: 0 }]);
  });

  it('splits clear bytes that do not fit 16 bits', () => {
    const sample = concatBytes([parameterSet(131_000), idrSlice(16), parameterSet(70_000)]);
    expect(avcSubsamples(sample, avc)).toEqual([
      { clearBytes: 65_535, protectedBytes: 0 },
      { clearBytes: 131_012 - 65_535, protectedBytes: 16 },
      { clearBytes: 65_535, protectedBytes: 0 },
      { clearBytes: 70_004 - 65_535, protectedBytes: 0 },
    ]);
  });

  it('says that it does not do data partitioning', () => {
    expect(() => avcSubsamples(nal([0x62], 40), avc)).toThrow(UnsupportedMediaError);
  });

  it.each([
    ['a NAL unit that reaches out of its sample', idrSlice(40).subarray(0, 40)],
    ['a slice of an unknown parameter set', nal([0x65, 0b10001000, 0b01000000], 40)],
    ['a slice that ends in its header', nal([0x65, 0x88])],
  ])('refuses %s', (_name, sample) => {
    expect(() => avcSubsamples(sample, avc)).toThrow(MalformedMediaError);
  });

  it('accounts for every byte of any sample, or ends with a typed error', () => {
    const slice = fc.uint8Array({ maxLength: 60 }).map((bytes) => nal([0x41, ...bytes]));
    fc.assert(
      fc.property(fc.array(slice, { minLength: 1 }).map(concatBytes), (sample) => {
        try {
          const subsamples = avcSubsamples(sample, avc);
          const total = subsamples.reduce(
            (sum, { clearBytes, protectedBytes }) => sum + clearBytes + protectedBytes,
            0,
          );
          expect(total).toBe(sample.length);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedMediaError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
