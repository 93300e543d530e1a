import type { Logger } from '../../platform/logger.ts';
import type { Database } from '../../ports/database.ts';
import type { ObjectInfo, ObjectStore } from '../../ports/object-store.ts';
import { isSluiceError } from '../../ports/sluice-error.ts';
import { sourceHashOf } from './derivative-key.ts';
import { findDerivative, recordDerivative } from './derivative-store.ts';

export interface KeptPicturesParts {
  readonly media: ObjectStore;
  readonly database: Database;
  /** The settings that shape every picture: one made under others is made again. */
  readonly recipe: string;
  readonly log: Pick<Logger, 'warn'>;
}

/** Pictures in the media store. What cannot be kept or found there is made again: nothing here ever fails. */
export interface KeptPictures {
  /** The picture under `objectKey` if it was made from this state of its source; else null. */
  find(objectKey: string, source: ObjectInfo): Promise<Uint8Array | null>;
  /** Keeps the picture some time soon. */
  keep(objectKey: string, source: ObjectInfo, picture: { bytes: Uint8Array; contentType: string }): void;
  /** Resolves when everything that was to be kept until now is, or is not. */
  settle(): Promise<void>;
}

export function createKeptPictures({ media, database, recipe, log }: KeptPicturesParts): KeptPictures {
  const running = new Set<Promise<void>>();

  async function read(objectKey: string, source: ObjectInfo): Promise<Uint8Array | null> {
    const derivative = await findDerivative(database, objectKey);
    if (derivative?.source_etag !== source.etag || derivative.recipe !== recipe) return null;
    const { info, bytes } = await media.readBytes(objectKey);
    return info.etag === derivative.object_etag ? bytes : null;
  }

  /** Recorded after it is there, so that cleanup may miss an object for a moment but a record never lies. */
  async function write(
    objectKey: string,
    source: ObjectInfo,
    { bytes, contentType }: Parameters<KeptPictures['keep']>[2],
  ) {
    const object = await media.put(objectKey, bytes, { contentType });
    await recordDerivative(database, {
      object_key: objectKey,
      source_key: source.key,
      source_hash: sourceHashOf(source.key),
      source_etag: source.etag,
      recipe,
      object_etag: object.etag,
    });
  }

  return {
    find: (objectKey, source) =>
      read(objectKey, source).catch((err: unknown) => {
        if (!isSluiceError(err, 'storage/object-missing')) log.warn({ err }, 'a kept picture could not be read');
        return null;
      }),
    keep(objectKey, source, picture) {
      const writing = write(objectKey, source, picture)
        .catch((err: unknown) => log.warn({ err }, 'a picture could not be kept'))
        .finally(() => running.delete(writing));
      running.add(writing);
    },
    async settle() {
      await Promise.all(running);
    },
  };
}
