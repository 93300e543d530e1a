import type { ObjectReader, ObjectStore } from '../../ports/object-store.ts';

/** Operations as Vylux contract §15 names them. */
export type StoreOperation = 'get' | 'put' | 'size' | 'delete' | 'copy' | 'head_bucket';

/** Told of every operation once it is over. */
export type ObserveStore = (operation: StoreOperation, result: 'ok' | 'error', seconds: number) => void;

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
  return {
    ...store,
    ...measuredObjectReader(store, observe),
    put: (key, body, options) => watched('put', () => store.put(key, body, options)),
    delete: (key) => watched('delete', () => store.delete(key)),
    copy: (fromKey, toKey) => watched('copy', () => store.copy(fromKey, toKey)),
    check: () => watched('head_bucket', () => store.check()),
  };
}
