import type { ObjectInfo } from './object-store.ts';

/**
 * One state of a stored object, or of a slice of it. An object that is written anew has another `etag`, hence another
 * version.
 */
export interface ObjectVersion extends Pick<ObjectInfo, 'key' | 'etag' | 'size'> {
  /** Objects that are forgotten together: the folder of their asset. */
  readonly group: string;
}

/** `refused`: something was there under this name, and it was not what had been kept. It is gone now. */
export type CacheReading =
  | { readonly result: 'hit'; readonly bytes: Uint8Array }
  | { readonly result: 'miss' | 'refused' };

/**
 * Whole objects kept nearer than the store that they come from, bounded by their bytes; the least recently used go
 * first. All of it may be lost at any moment, and nothing else is lost with it. Nothing here ever fails.
 */
export interface ObjectCache {
  /** The bytes exactly as they were kept, or nothing. */
  read(version: ObjectVersion): Promise<CacheReading>;
  /** Keeps the bytes some time soon, or does not: a cache that cannot keep up is left behind. */
  keep(version: ObjectVersion, bytes: Uint8Array): void;
  /** Removes every object of a group, those too that wait to be kept. */
  forget(group: string): void;
  /** Resolves when everything that was to be kept or forgotten until now is, or is not. */
  settle(): Promise<void>;
}
