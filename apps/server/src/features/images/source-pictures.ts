import { createByteCache } from '../../platform/byte-cache.ts';
import type { ObjectInfo, ObjectStore } from '../../ports/object-store.ts';
import { isSluiceError, SluiceError } from '../../ports/sluice-error.ts';

const missing = (): SluiceError =>
  new SluiceError('image/source-missing', { status: 404, message: 'source image not found' });

const unavailable = (cause: unknown): SluiceError =>
  new SluiceError('image/source-unavailable', { status: 502, message: 'source storage unavailable', cause });

/** Vylux contract §4.2: absent is 404, whatever else the store says is 502. A key that no store takes names nothing. */
async function explained<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    const isAbsent = isSluiceError(error, 'storage/object-missing') || isSluiceError(error, 'storage/invalid-key');
    throw isAbsent ? missing() : unavailable(error);
  }
}

/** The sources of pictures. */
export interface SourcePictures {
  look(key: string): Promise<ObjectInfo>;
  /** The whole object in one read for all who ask at the same time. */
  read(info: ObjectInfo): Promise<{ readonly info: ObjectInfo; readonly bytes: Uint8Array }>;
}

export function createSourcePictures(store: ObjectStore, maxBytes: number): SourcePictures {
  // Keeps nothing: a source is read for what is made from it.
  const reads = createByteCache(0);
  return {
    async look(key) {
      const info = await explained(store.head(key));
      if (info === null) throw missing();
      return info;
    },
    read({ key, etag, size }) {
      if (size > maxBytes) {
        const options = { status: 422, message: 'unprocessable source image', details: { reason: 'too-many-bytes' } };
        return Promise.reject(new SluiceError('image/unprocessable', options));
      }
      return reads.find(`${etag} ${key}`, async () => ({
        value: await explained(store.readBytes(key)),
        bytes: size + 1,
      }));
    },
  };
}
