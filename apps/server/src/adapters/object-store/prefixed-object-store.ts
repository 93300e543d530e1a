import type { ObjectInfo, ObjectStore } from '../../ports/object-store.ts';
import { SluiceError } from '../../ports/sluice-error.ts';
import { assertKey } from './object-key.ts';

/** One folder of a store as a store of its own: keys are below `prefix`, and nobody who uses it sees that. */
export function prefixedObjectStore(store: ObjectStore, prefix: string): ObjectStore {
  assertKey(prefix);
  const { presignGet, presignPut, localPath } = store;
  const at = (key: string): string => {
    assertKey(key);
    return `${prefix}/${key}`;
  };
  const bare = (info: ObjectInfo): ObjectInfo => ({ ...info, key: info.key.slice(prefix.length + 1) });
  const within = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw withBareKey(error, prefix);
    }
  };
  return {
    ...store,
    put: (key, body, options) => within(async () => bare(await store.put(at(key), body, options))),
    head: (key) =>
      within(async () => {
        const info = await store.head(at(key));
        return info === null ? null : bare(info);
      }),
    readBytes: (key, range) =>
      within(async () => {
        const { info, bytes } = await store.readBytes(at(key), range);
        return { info: bare(info), bytes };
      }),
    readStream: (key, range) =>
      within(async () => {
        const { info, body } = await store.readStream(at(key), range);
        return { info: bare(info), body };
      }),
    async *list(keyPrefix) {
      for await (const info of store.list(`${prefix}/${keyPrefix}`)) yield bare(info);
    },
    delete: (key) => within(async () => store.delete(at(key))),
    copy: (fromKey, toKey) => within(async () => store.copy(at(fromKey), at(toKey))),
    ...(presignGet && { presignGet: async (key, seconds, options) => presignGet(at(key), seconds, options) }),
    ...(presignPut && { presignPut: async (key, seconds) => presignPut(at(key), seconds) }),
    ...(localPath && { localPath: async (key) => within(() => localPath(at(key))) }),
  };
}

/** The error with the key that its reader used. */
function withBareKey(error: unknown, prefix: string): unknown {
  if (!(error instanceof SluiceError)) return error;
  const key = error.details?.key;
  if (typeof key !== 'string' || !key.startsWith(`${prefix}/`)) return error;
  const { code, status, message, cause, details } = error;
  return new SluiceError(code, { status, message, cause, details: { ...details, key: key.slice(prefix.length + 1) } });
}
