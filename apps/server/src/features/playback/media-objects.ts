import type { ByteObject } from '../../ports/http-exchange.ts';
import type { ObjectInfo, ObjectStore } from '../../ports/object-store.ts';
import { isSluiceError } from '../../ports/sluice-error.ts';
import type { Asset } from '../assets/index.ts';
import type { ByteCache } from './byte-cache.ts';

/** Objects up to this size are read whole and kept in memory; larger ones are streamed. */
const MAX_WHOLE_BYTES = 4 * 1024 * 1024;
/** Memory that an entry takes besides its bytes. */
const ENTRY_BYTES = 512;

interface KeptObject {
  readonly info: ObjectInfo;
  /** Absent for a large object. */
  readonly bytes?: Uint8Array;
}

/** Reads objects of the media store, small ones from memory. */
export interface MediaObjects {
  /** Null when there is none. `asset` tells which version may be remembered: an unknown asset's objects are not. */
  find(key: string, asset: Asset | null): Promise<KeptObject | null>;
}

/**
 * What is kept is named after the asset's last change, and a finished job is such a change: an overwritten object is
 * seen as soon as the asset's record is.
 */
export function createMediaObjects(store: ObjectStore, cache: ByteCache): MediaObjects {
  async function load(key: string): Promise<KeptObject | null> {
    const info = await store.head(key);
    if (info === null) return null;
    return info.size <= MAX_WHOLE_BYTES ? store.readBytes(key) : { info };
  }
  const orMissing = async (key: string): Promise<KeptObject | null> => {
    try {
      return await load(key);
    } catch (error) {
      if (isSluiceError(error, 'storage/object-missing') || isSluiceError(error, 'storage/invalid-key')) return null;
      throw error;
    }
  };
  return {
    find(key, asset) {
      if (asset === null) return orMissing(key);
      return cache.find(`object ${asset.updatedAt.getTime()} ${key}`, async () => {
        const value = await orMissing(key);
        return { value, bytes: ENTRY_BYTES + (value?.bytes?.byteLength ?? 0) };
      });
    },
  };
}

/** A stored object as an answer. */
export function byteObject(store: ObjectStore, { info, bytes }: KeptObject, contentType: string): ByteObject {
  const about = { size: info.size, etag: info.etag, lastModified: info.lastModified, contentType };
  if (bytes !== undefined) {
    return { ...about, readBytes: async (range) => (range ? bytes.subarray(range.first, range.last + 1) : bytes) };
  }
  return {
    ...about,
    readBytes: async (range) => (await store.readBytes(info.key, range)).bytes,
    readStream: async (range) => (await store.readStream(info.key, range)).body,
  };
}
