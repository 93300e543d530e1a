import type { ByteCache } from '../../platform/byte-cache.ts';
import { type Awaitable, whenThere } from '../../ports/awaitable.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ByteObject } from '../../ports/http-exchange.ts';
import type { ObjectCache } from '../../ports/object-cache.ts';
import type { ByteRange, ObjectInfo, ObjectReader } from '../../ports/object-store.ts';
import { isSluiceError } from '../../ports/sluice-error.ts';
import type { CountCacheRequest } from './count-cache-request.ts';
import { objectChanged } from './object-changed.ts';
import { isStillFresh, type Sighting } from './object-freshness.ts';
import { type SlicedObject, slicedObject } from './sliced-object.ts';

/** Objects up to this size are read whole and kept; larger ones in slices, or not at all. */
const MAX_WHOLE_BYTES = 4 * 1024 * 1024;
/** Memory that an entry takes besides its bytes. */
const ENTRY_BYTES = 512;

/** What tells that a stored object may have changed, without asking the store. */
interface Changing {
  readonly updatedAt: Date;
}

/** One version of an object. */
export interface KeptObject {
  readonly info: ObjectInfo;
  /** Absent for a large object. */
  readonly bytes?: Uint8Array;
  /** Present for a large object of which slices are kept. */
  readonly slices?: SlicedObject;
}

interface SeenObject extends Sighting {
  readonly found: KeptObject | null;
}

export interface StoredObjectsParts {
  readonly store: ObjectReader;
  /** Whether slices of large objects are kept: worth it where the store is not on this machine. */
  readonly keepsSlices: boolean;
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
  find(key: string, owner: Changing | null): Awaitable<KeptObject | null>;
}

/** Objects of one asset lie below one folder, `videos/{pp}/{asset}`. */
const groupOf = (key: string): string => key.split('/', 3).join('/');

async function orMissing<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (isSluiceError(error, 'storage/object-missing') || isSluiceError(error, 'storage/invalid-key')) return null;
    throw error;
  }
}

const memoryKey = (store: Pick<ObjectReader, 'name'>, key: string): string => `object ${store.name} ${key}`;

/**
 * A store that does not answer says nothing against what was seen of this version of the asset before: who may have it
 * is decided anyway, and an edge goes on without its origin (edge access §12.3).
 */
const lastSeen =
  (stale: SeenObject | undefined, revision: number | null) =>
  (error: unknown): KeptObject => {
    const isOfThisRevision = (stale?.revision ?? 0) >= (revision ?? 0);
    if (stale?.found == null || !isOfThisRevision || !isSluiceError(error, 'storage/unavailable')) throw error;
    return stale.found;
  };

/** The version that the store has now: what is at hand of it, or what is fetched and then kept on the disk. */
async function readVersion(parts: StoredObjectsParts, info: ObjectInfo): Promise<KeptObject | null> {
  const { store, memory, disk, countCacheRequest, keepsSlices } = parts;
  const group = groupOf(info.key);
  if (info.size > MAX_WHOLE_BYTES) {
    const onChanged = (): void => memory.forget((name) => name === memoryKey(store, info.key));
    return keepsSlices ? { info, slices: slicedObject({ ...parts, onChanged }, info, group) } : { info };
  }
  const reading = await disk?.read({ ...info, group });
  if (reading !== undefined) countCacheRequest('disk', reading.result);
  if (reading?.result === 'hit') return { info, bytes: reading.bytes };
  const fetched = await store.readBytes(info.key);
  disk?.keep({ ...fetched.info, group }, fetched.bytes);
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
    find(key, owner) {
      const revision = owner?.updatedAt.getTime() ?? null;
      let isHit = true;
      const seen = memory.find<SeenObject>(
        memoryKey(store, key),
        async (stale) => {
          isHit = false;
          const found = await orMissing(look(key, stale?.found ?? null)).catch(lastSeen(stale, revision));
          const value = { found, revision, isMissing: found === null, seenAtMs: clock.nowMs() };
          return { value, bytes: ENTRY_BYTES + (found?.bytes?.byteLength ?? 0) };
        },
        (seen) => isStillFresh(seen, revision, clock.nowMs()),
      );
      return whenThere(seen, ({ found }) => {
        if (isHit) countCacheRequest('memory', 'hit');
        return found;
      });
    },
  };
}

async function streamVersion(store: ObjectReader, { key, etag }: ObjectInfo, range?: ByteRange) {
  const { info, body } = await store.readStream(key, range);
  if (info.etag === etag) return body;
  body.destroy();
  throw objectChanged();
}

/** Answers about kept objects, made once for each and kept as long as they are. */
const madeAnswers = new WeakMap<KeptObject, ByteObject>();

/** A stored object as an answer. An object always has the same `contentType`. */
export function byteObject(store: ObjectReader, kept: KeptObject, contentType: string): ByteObject {
  const made = madeAnswers.get(kept) ?? makeByteObject(store, kept, contentType);
  madeAnswers.set(kept, made);
  return made;
}

function makeByteObject(store: ObjectReader, kept: KeptObject, contentType: string): ByteObject {
  const { info, bytes, slices } = kept;
  const about = { size: info.size, etag: info.etag, lastModified: info.lastModified, contentType };
  if (bytes !== undefined) {
    return {
      ...about,
      bytes,
      readBytes: async (range) => (range ? bytes.subarray(range.first, range.last + 1) : bytes),
    };
  }
  if (slices !== undefined) return { ...about, ...slices };
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
