import type { ByteRange } from '../../ports/object-store.ts';
import { rangeNotSatisfiable } from './storage-errors.ts';

/** A stretch of an object of known size. */
export interface ByteWindow {
  readonly start: number;
  readonly length: number;
}

/**
 * Where a range falls in an object: the last byte is cut to the object's end (RFC 9110 §14.1.2), a first
 * byte behind it is `storage/range-not-satisfiable`.
 */
export function byteWindow(key: string, size: number, range?: ByteRange): ByteWindow {
  if (range === undefined) return { start: 0, length: size };
  if (range.first < 0 || range.first >= size || range.last < range.first) throw rangeNotSatisfiable(key, size);
  return { start: range.first, length: Math.min(range.last, size - 1) - range.first + 1 };
}
