import { Readable } from 'node:stream';
import type { ByteCache } from '../../platform/byte-cache.ts';
import type { ByteObject } from '../../ports/http-exchange.ts';
import type { ObjectCache } from '../../ports/object-cache.ts';
import type { ByteRange, ObjectInfo, ObjectReader } from '../../ports/object-store.ts';
import type { CountCacheRequest } from './count-cache-request.ts';
import { objectChanged } from './object-changed.ts';
import { planSlices, type SlicePart, sliceRange } from './plan-slices.ts';

/** Memory that an entry takes besides its bytes. */
const ENTRY_BYTES = 512;

export interface SliceParts {
  readonly store: ObjectReader;
  readonly memory: ByteCache;
  readonly disk: ObjectCache | null;
  readonly countCacheRequest: CountCacheRequest;
  /** Told when the store has another version by now. */
  readonly onChanged: () => void;
}

/** The bytes of one version of an object. */
export type SlicedObject = Required<Pick<ByteObject, 'readBytes' | 'readStream'>>;

/** Fetched from the disk, else from the store. Every answer of the store names its version: none of another is kept. */
async function fetchSlice(parts: SliceParts, info: ObjectInfo, group: string, index: number): Promise<Uint8Array> {
  const { store, disk, countCacheRequest, onChanged } = parts;
  const range = sliceRange(index, info.size);
  const size = range.last - range.first + 1;
  const version = { group, key: info.key, etag: `${info.etag} ${index}`, size };
  const reading = await disk?.read(version);
  if (reading !== undefined) countCacheRequest('disk', reading.result);
  if (reading?.result === 'hit') return reading.bytes;
  const read = await store.readBytes(info.key, range);
  if (read.info.etag !== info.etag || read.bytes.byteLength !== size) {
    onChanged();
    throw objectChanged();
  }
  disk?.keep(version, read.bytes);
  return read.bytes;
}

/**
 * A large object in slices: a range costs the slices that it touches, each from memory, else from the disk, else from
 * the store with one fetch for all who wait.
 */
export function slicedObject(parts: SliceParts, info: ObjectInfo, group: string): SlicedObject {
  async function find(index: number): Promise<Uint8Array> {
    let isHit = true;
    const bytes = await parts.memory.find(`slice ${info.key} ${info.etag} ${index}`, async () => {
      isHit = false;
      const value = await fetchSlice(parts, info, group, index);
      return { value, bytes: value.byteLength + ENTRY_BYTES };
    });
    parts.countCacheRequest('memory', isHit ? 'hit' : 'miss');
    return bytes;
  }
  const read = async ({ index, start, end }: SlicePart): Promise<Uint8Array> =>
    (await find(index)).subarray(start, end);
  const planOf = (range?: ByteRange) => planSlices(range ?? { first: 0, last: info.size - 1 });

  /** The slice behind the one that is being sent is on its way meanwhile. */
  async function* inOrder(slices: readonly SlicePart[]): AsyncGenerator<Uint8Array> {
    let ahead: Promise<Uint8Array> | undefined;
    for (const [position, slice] of slices.entries()) {
      const current = ahead ?? read(slice);
      const bytes = await current;
      const following = slices[position + 1];
      ahead = following && read(following);
      // Nobody may be left to hear of its failure.
      ahead?.catch(() => undefined);
      yield bytes;
    }
  }

  return {
    readBytes: async (range) => Buffer.concat(await Promise.all(planOf(range).map(read))),
    async readStream(range) {
      const [first, ...rest] = planOf(range);
      // A version that is gone is told before the answer has begun.
      const bytes = first === undefined ? [] : [await read(first)];
      return Readable.from(
        (async function* () {
          yield* bytes;
          yield* inOrder(rest);
        })(),
        { objectMode: false },
      );
    },
  };
}
