import type { ObjectInfo, ObjectStore, PutOptions } from '../../../ports/object-store.ts';
import { isSluiceError } from '../../../ports/sluice-error.ts';
import type { ProviderCalls } from './provider-calls.ts';

/** What an earlier try of ours may have stored though its answer never came: the very bytes. */
async function storedBefore(store: ObjectStore, key: string, body: Uint8Array): Promise<ObjectInfo | null> {
  const { info, bytes } = await store.readBytes(key);
  return Buffer.compare(bytes, body) === 0 ? info : null;
}

/**
 * Bytes in memory are put again after a failure; a stream that is used up never is. A key that is taken by the time of the
 * second try may hold what the first one brought: then it is stored, and nobody else’s.
 */
export function putAgain(
  store: ObjectStore,
  calls: ProviderCalls,
  key: string,
  body: Uint8Array | AsyncIterable<Uint8Array>,
  options?: PutOptions,
): Promise<ObjectInfo> {
  if (!(body instanceof Uint8Array)) return calls.once(() => store.put(key, body, options));
  return calls.repeat(async (failuresBefore) => {
    try {
      return await store.put(key, body, options);
    } catch (error) {
      const mayBeOurs = failuresBefore > 0 && isSluiceError(error, 'storage/object-exists');
      const ours = mayBeOurs ? await storedBefore(store, key, body) : null;
      if (ours === null) throw error;
      return ours;
    }
  });
}
