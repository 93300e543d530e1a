import type { ObjectInfo, ObjectReader, ObjectStore } from '../../ports/object-store.ts';

/** Operations as Vylux contract §15 names them. */
export type StoreOperation = 'get' | 'put' | 'size' | 'delete' | 'list' | 'copy' | 'head_bucket';

/** Told of every operation once it is over. */
export type ObserveStore = (operation: StoreOperation, result: 'ok' | 'error', seconds: number) => void;

/** A list counts as a whole, however little of it was read. */
async function* watchedList(objects: AsyncIterable<ObjectInfo>, observe: ObserveStore): AsyncIterable<ObjectInfo> {
  const beganMs = performance.now();
  let result: 'ok' | 'error' = 'error';
  try {
    for await (const object of objects) {
      result = 'ok';
      yield object;
      result = 'error';
    }
    result = 'ok';
  } finally {
    observe('list', result, (performance.now() - beganMs) / 1000);
  }
}

/** Runs an operation and tells of it. */
type Watch = <T>(operation: StoreOperation, work: () => Promise<T>) => Promise<T>;

const watchWith =
  (observe: ObserveStore): Watch =>
  async (operation, work) => {
    const beganMs = performance.now();
    const end = (result: 'ok' | 'error'): void => observe(operation, result, (performance.now() - beganMs) / 1000);
    try {
      const value = await work();
      end('ok');
      return value;
    } catch (error) {
      end('error');
      throw error;
    }
  };

/** The same reads, watched. A stream counts until it is open. */
export function measuredObjectReader(store: ObjectReader, observe: ObserveStore): ObjectReader {
  const watched = watchWith(observe);
  return {
    name: store.name,
    head: (key) => watched('size', () => store.head(key)),
    readBytes: (key, range) => watched('get', () => store.readBytes(key, range)),
    readStream: (key, range) => watched('get', () => store.readStream(key, range)),
  };
}

/** The same store, watched. */
export function measuredObjectStore(store: ObjectStore, observe: ObserveStore): ObjectStore {
  const watched = watchWith(observe);
  const { localPath } = store;
  return {
    ...store,
    // Whoever asks where an object lies is about to read it.
    ...(localPath === undefined ? {} : { localPath: (key: string) => watched('get', () => localPath(key)) }),
    ...measuredObjectReader(store, observe),
    put: (key, body, options) => watched('put', () => store.put(key, body, options)),
    list: (prefix) => watchedList(store.list(prefix), observe),
    delete: (key) => watched('delete', () => store.delete(key)),
    copy: (fromKey, toKey) => watched('copy', () => store.copy(fromKey, toKey)),
    check: () => watched('head_bucket', () => store.check()),
  };
}
