import type { ByteCache } from '../../platform/byte-cache.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ByteObject } from '../../ports/http-exchange.ts';
import type { CacheReading, ObjectCache } from '../../ports/object-cache.ts';
import type { ByteRange, ObjectInfo, ObjectStore } from '../../ports/object-store.ts';
import { isSluiceError, SluiceError } from '../../ports/sluice-error.ts';
import { isStillFresh, type Sighting } from './object-freshness.ts';

/** Objects up to this size are read whole and kept; larger ones are streamed from the store. */
const MAX_WHOLE_BYTES = 4 * 1024 * 1024;
/** Memory that an entry takes besides its bytes. */
const ENTRY_BYTES = 512;

/** What tells that a stored object may have changed, without asking the store. */
interface Changing {
  readonly updatedAt: Date;
}

interface KeptObject {
  readonly info: ObjectInfo;
  /** Absent for a large object. */
  readonly bytes?: Uint8Array;
}

interface SeenObject extends Sighting {
  readonly found: KeptObject | null;
}

/**
 * How a level of the cache did. Memory: `hit` (nobody asked the store for this request), `revalidated` (the store was
 * asked whether it is still the same), `miss`. Disk: asked only after a miss in memory.
 */
export type CountCacheRequest = (
  ...[level, result]: ['memory', 'hit' | 'revalidated' | 'miss'] | ['disk', CacheReading['result']]
) => void;

export interface StoredObjectsParts {
  readonly store: ObjectStore;
  readonly memory: ByteCache;
  /** Null keeps nothing on the disk. */
  readonly disk: ObjectCache | null;
  readonly clock: Clock;
  readonly countCacheRequest: CountCacheRequest;
}

/**
 * Objects of a store, small ones from memory, else from this machine's disk, else from the store with one
 * fetch for all who wait. All that is ever asked for is a key of the store: a credential cannot become part of a name
 * here (edge access §16), and only an admitted request gets here.
 */
export interface StoredObjects {
  /** Null when there is none. A change of `owner`, null where nothing tells of changes, is a reason to look at the store again. */
  find(key: string, owner: Changing | null): Promise<KeptObject | null>;
}

async function orMissing<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (isSluiceError(error, 'storage/object-missing') || isSluiceError(error, 'storage/invalid-key')) return null;
    throw error;
  }
}

/** The version that the store has now: what is at hand of it, or what is fetched and then kept on the disk. */
async function readVersion(
  { store, disk, countCacheRequest }: StoredObjectsParts,
  info: ObjectInfo,
): Promise<KeptObject | null> {
  if (info.size > MAX_WHOLE_BYTES) return { info };
  const reading = await disk?.read(info);
  if (reading !== undefined) countCacheRequest('disk', reading.result);
  if (reading?.result === 'hit') return { info, bytes: reading.bytes };
  const fetched = await store.readBytes(info.key);
  disk?.keep(fetched.info, fetched.bytes);
  return fetched;
}

/**
 * What is kept is one version of an object, told by its validator. An object that was overwritten is seen as soon as
 * the asset's record changes, which a finished job does, and otherwise after {@link isStillFresh}'s time.
 */
export function createStoredObjects(parts: StoredObjectsParts): StoredObjects {
  const { store, memory, clock, countCacheRequest } = parts;

  async function look(key: string, known: KeptObject | null): Promise<KeptObject | null> {
    const info = await store.head(key);
    const isUnchanged = info !== null && info.etag === known?.info.etag;
    countCacheRequest('memory', isUnchanged ? 'revalidated' : 'miss');
    if (info === null) return null;
    return isUnchanged ? known : readVersion(parts, info);
  }

  return {
    async find(key, owner) {
      const revision = owner?.updatedAt.getTime() ?? null;
      let isHit = true;
      const { found } = await memory.find<SeenObject>(
        `object ${store.name} ${key}`,
        async (stale) => {
          isHit = false;
          const found = await orMissing(look(key, stale?.found ?? null));
          const value = { found, revision, isMissing: found === null, seenAtMs: clock.nowMs() };
          return { value, bytes: ENTRY_BYTES + (found?.bytes?.byteLength ?? 0) };
        },
        (seen) => isStillFresh(seen, revision, clock.nowMs()),
      );
      if (isHit) countCacheRequest('memory', 'hit');
      return found;
    },
  };
}

/** The stream was opened on another version than the one whose length was told. */
const objectChanged = (): SluiceError =>
  new SluiceError('storage/object-changed', { status: 503, message: 'The object is being replaced: try again.' });

async function streamVersion(store: ObjectStore, { key, etag }: ObjectInfo, range?: ByteRange) {
  const { info, body } = await store.readStream(key, range);
  if (info.etag === etag) return body;
  body.destroy();
  throw objectChanged();
}

/** A stored object as an answer. */
export function byteObject(store: ObjectStore, { info, bytes }: KeptObject, contentType: string): ByteObject {
  const about = { size: info.size, etag: info.etag, lastModified: info.lastModified, contentType };
  if (bytes !== undefined) {
    return { ...about, readBytes: async (range) => (range ? bytes.subarray(range.first, range.last + 1) : bytes) };
  }
  return {
    ...about,
    async readBytes(range) {
      const read = await store.readBytes(info.key, range);
      if (read.info.etag !== info.etag) throw objectChanged();
      return read.bytes;
    },
    readStream: (range) => streamVersion(store, info, range),
  };
}
