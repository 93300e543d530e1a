/** A value with the memory it takes. */
export interface Weighed<V> {
  readonly value: V;
  readonly bytes: number;
}

/** Values in memory, bounded by their bytes; the least recently used go first. One load serves all who wait for it. */
export interface ByteCache {
  find<V>(key: string, load: () => Promise<Weighed<V>>): Promise<V>;
}

/** `maxBytes` of 0 or less keeps nothing, but still lets many waiters share one load. */
export function createByteCache(maxBytes: number): ByteCache {
  const kept = new Map<string, Weighed<unknown>>();
  const loading = new Map<string, Promise<Weighed<unknown>>>();
  let size = 0;

  function keep(key: string, entry: Weighed<unknown>): void {
    if (entry.bytes > maxBytes) return;
    kept.set(key, entry);
    size += entry.bytes;
    for (const [oldKey, old] of kept) {
      if (size <= maxBytes) return;
      kept.delete(oldKey);
      size -= old.bytes;
    }
  }

  return {
    async find<V>(key: string, load: () => Promise<Weighed<V>>): Promise<V> {
      const known = kept.get(key);
      if (known !== undefined) {
        kept.delete(key);
        kept.set(key, known);
        return known.value as V;
      }
      const running = loading.get(key);
      if (running !== undefined) return (await running).value as V;
      const fresh = load();
      loading.set(key, fresh);
      try {
        const entry = await fresh;
        keep(key, entry);
        return entry.value;
      } finally {
        loading.delete(key);
      }
    },
  };
}
