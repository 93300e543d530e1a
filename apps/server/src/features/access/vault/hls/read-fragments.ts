import {
  type FragmentClock,
  fragmentTicks,
  MalformedMediaError,
  parseBoxHeader,
  readFragmentClock,
} from '@sluice/media';
import type { ObjectReader } from '../../../../ports/object-store.ts';
import { isSluiceError } from '../../../../ports/sluice-error.ts';

/** Bytes of a file. */
export interface FileRange {
  readonly first: number;
  readonly length: number;
}

export interface TimedRange extends FileRange {
  readonly seconds: number;
}

/** Where the parts of a fragmented MP4 lie. */
export interface FragmentIndex {
  /** Everything up to the end of `moov`. */
  readonly init: FileRange;
  /** One for each fragment that has something to see, or to hear where nothing is to be seen. */
  readonly fragments: readonly TimedRange[];
}

/** Holds the head of most fragments, and the next one's where they are small. */
const WINDOW_BYTES = 64 * 1024;
/** Of a `moov` or a `moof`. */
const MAX_HEAD_BYTES = 4 * 1024 ** 2;
/** More is no recording of a camera. */
const MAX_BOXES = 10_000;
const LONGEST_HEADER_BYTES = 16;

type ReadAt = (first: number, length: number) => Promise<Uint8Array>;

/** Reads an object window by window, forward. */
function windowed(store: Pick<ObjectReader, 'readBytes'>, key: string, size: number): ReadAt {
  let [start, window]: [number, Uint8Array] = [0, new Uint8Array()];
  return async (first, length) => {
    const end = Math.min(size, first + length);
    if (first < start || end > start + window.length) {
      const last = Math.min(size, first + Math.max(length, WINDOW_BYTES)) - 1;
      [start, window] = [first, (await store.readBytes(key, { first, last })).bytes];
    }
    return window.subarray(first - start, end - start);
  };
}

/**
 * The fragments of a recording, by the heads of its boxes alone. Null for what is no fragmented MP4, is cut off in the
 * middle of a head, or has heads too large to be true. Rejects where the store does.
 */
export async function readFragments(
  store: Pick<ObjectReader, 'readBytes'>,
  key: string,
  size: number,
): Promise<FragmentIndex | null> {
  try {
    return await walk(windowed(store, key, size), size);
  } catch (error) {
    if (error instanceof MalformedMediaError || isGone(error)) return null;
    throw error;
  }
}

/** Removed or replaced by something shorter since it was listed. */
const isGone = (error: unknown): boolean =>
  isSluiceError(error, 'storage/object-missing') || isSluiceError(error, 'storage/range-not-satisfiable');

async function walk(readAt: ReadAt, size: number): Promise<FragmentIndex | null> {
  let clock: FragmentClock | null = null;
  let init: FileRange = { first: 0, length: 0 };
  const fragments: TimedRange[] = [];
  let at = 0;
  for (let boxes = 0; at < size; boxes += 1) {
    const header = parseBoxHeader(await readAt(at, LONGEST_HEADER_BYTES));
    if (header === null || boxes === MAX_BOXES) return null;
    const { type, headerBytes, sizeBytes } = header;
    const end = at + (sizeBytes ?? size - at);
    if (end > size) return null;
    if (type === 'moov' || type === 'moof') {
      if (end - at > MAX_HEAD_BYTES) return null;
      const payload = (await readAt(at, end - at)).subarray(headerBytes);
      if (type === 'moov') [clock, init] = [readFragmentClock(payload), { first: 0, length: end }];
      if (clock === null) return null;
      if (type === 'moof') begin(fragments, at, fragmentTicks(payload, clock) / clock.timescale);
    }
    // Media before its description: a file that is not fragmented.
    if (type === 'mdat' && !extend(fragments, end)) return null;
    at = end;
  }
  return clock === null || fragments.length === 0 ? null : { init, fragments };
}

/** A fragment without anything of the clock's track goes with the one before. */
function begin(fragments: TimedRange[], first: number, seconds: number): void {
  if (seconds > 0 || fragments.length === 0) fragments.push({ first, length: 0, seconds });
}

function extend(fragments: TimedRange[], end: number): boolean {
  const last = fragments.at(-1);
  if (last === undefined) return false;
  fragments[fragments.length - 1] = { ...last, length: end - last.first };
  return true;
}
