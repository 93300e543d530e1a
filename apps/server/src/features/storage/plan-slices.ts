import type { ByteRange } from '../../ports/object-store.ts';

/** Large objects are kept in pieces of this size, each beginning at a multiple of it (edge access §16). */
export const SLICE_BYTES = 1024 * 1024;

/** A slice of an object and what of it is asked for. */
export interface SlicePart {
  readonly index: number;
  /** First byte within the slice, and the one behind the last. */
  readonly start: number;
  readonly end: number;
}

/** Where slice `index` of an object of `size` bytes lies in it. */
export const sliceRange = (index: number, size: number): ByteRange => ({
  first: index * SLICE_BYTES,
  last: Math.min(size, (index + 1) * SLICE_BYTES) - 1,
});

/** The slices that `range` touches, in order. The range lies within the object. */
export function planSlices({ first, last }: ByteRange): readonly SlicePart[] {
  const from = Math.floor(first / SLICE_BYTES);
  const count = Math.max(0, Math.floor(last / SLICE_BYTES) - from + 1);
  return Array.from({ length: count }, (_, offset) => {
    const index = from + offset;
    const base = index * SLICE_BYTES;
    return { index, start: Math.max(0, first - base), end: Math.min(SLICE_BYTES, last - base + 1) };
  });
}
