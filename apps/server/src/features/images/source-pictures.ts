import { createByteCache } from '../../platform/byte-cache.ts';
import type { PictureSource } from '../../ports/image-engine.ts';
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

/** `info` is what was opened, which may be newer than what was seen. */
interface OpenedSource {
  readonly info: ObjectInfo;
  readonly source: PictureSource;
}

/** The sources of pictures. */
export interface SourcePictures {
  look(key: string): Promise<ObjectInfo>;
  /**
   * The whole object: where it lies, if that is on this machine, else in one read for all who ask at the same time.
   * Megabytes read for every picture would cost the garbage collector a third of the time of making it.
   */
  open(info: ObjectInfo): Promise<OpenedSource>;
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
    async open(info) {
      const { key, etag, size } = info;
      if (size > maxBytes) {
        const options = { status: 422, message: 'unprocessable source image', details: { reason: 'too-many-bytes' } };
        throw new SluiceError('image/unprocessable', options);
      }
      if (store.localPath !== undefined) {
        return { info, source: { path: await explained(store.localPath(key)) } };
      }
      return reads.find(`${etag} ${key}`, async () => {
        const read = await explained(store.readBytes(key));
        return { value: { info: read.info, source: read.bytes }, bytes: size + 1 };
      });
    },
  };
}
