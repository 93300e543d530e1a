import type { ObjectStore } from '../../../ports/object-store.ts';
import { createProviderCalls, type ObserveBreaker } from './provider-calls.ts';
import { putAgain } from './put-again.ts';
import type { Resilience } from './resilience.ts';
import { bytesResumed, streamResumed } from './resumed-body.ts';
import { listResumed } from './resumed-list.ts';

/**
 * A remote store whose calls end in bounded time and are repeated where that is safe; what is read is whole and of one
 * version, or an error. A store that fails again and again is left alone for a while: `storage/unavailable` at once, the
 * provider named. The adapter bounds the silence of its own connections, and repeats nothing but parts of an upload.
 */
export function resilientObjectStore(
  store: ObjectStore,
  resilience: Resilience,
  observe: ObserveBreaker,
  random?: () => number,
): ObjectStore {
  const calls = createProviderCalls(store.name, resilience, observe, random);
  const limits = { timeoutMs: resilience.firstByteMs };
  return {
    ...store,
    put: (key, body, options) => putAgain(store, calls, key, body, options),
    head: (key) => calls.repeat(() => store.head(key), limits),
    readBytes: (key, range) => bytesResumed(store, calls, key, range),
    readStream: (key, range) => streamResumed(store, calls, key, range),
    list: (prefix) => listResumed(store, calls, prefix),
    delete: (key) => calls.repeat(() => store.delete(key), limits),
    // The server copies by itself, which takes as long as it takes.
    copy: (fromKey, toKey) => calls.repeat(() => store.copy(fromKey, toKey)),
    check: () => calls.once(() => store.check(), limits),
  };
}
