import type { ObjectInfo, ObjectStore } from '../../../ports/object-store.ts';
import { isSluiceError } from '../../../ports/sluice-error.ts';
import type { ProviderCalls } from './provider-calls.ts';

const isBehind = (key: string, last: string | null): boolean =>
  last === null || Buffer.compare(Buffer.from(key), Buffer.from(last)) > 0;

/** A list that broke off is begun anew, and what was told before is left out: it is in ascending order. */
export async function* listResumed(
  store: ObjectStore,
  calls: ProviderCalls,
  prefix: string,
): AsyncGenerator<ObjectInfo> {
  let objects = store.list(prefix)[Symbol.asyncIterator]();
  let last: string | null = null;
  let failures = 0;
  let failingSinceMs = 0;
  try {
    for (;;) {
      let next: IteratorResult<ObjectInfo>;
      try {
        next = await calls.once(() => objects.next(), { timeoutMs: calls.firstByteMs });
      } catch (error) {
        if (!isSluiceError(error, 'storage/unavailable')) throw error;
        if (failures === 0) failingSinceMs = performance.now();
        failures += 1;
        await calls.beforeRetry(error, failures, failingSinceMs);
        objects = store.list(prefix)[Symbol.asyncIterator]();
        continue;
      }
      if (next.done === true) return;
      if (!isBehind(next.value.key, last)) continue;
      last = next.value.key;
      failures = 0;
      yield next.value;
    }
  } finally {
    // Not awaited: one that hangs in `next` never answers.
    void Promise.resolve(objects.return?.()).catch(() => undefined);
  }
}
