/** A value with the memory it takes. */
export interface Weighed<V> {
  readonly value: V;
  readonly bytes: number;
}

/** Values in memory, bounded by their bytes; the least recently used go first. One load serves all who wait for it. */
export interface ByteCache {
  find<V>(key: string, load: () => Promise<Weighed<V>>): Promise<V>;
}

/** Weighed values, least recently used first. */
class BoundedEntries {
  readonly #kept = new Map<string, Weighed<unknown>>();
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  find(key: string): Weighed<unknown> | undefined {
    const entry = this.#kept.get(key);
    if (entry === undefined) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, entry);
    return entry;
  }

  keep(key: string, entry: Weighed<unknown>): void {
    if (entry.bytes > this.#maxBytes) return;
    this.#kept.set(key, entry);
    this.#bytes += entry.bytes;
    for (const [oldKey, old] of this.#kept) {
      if (this.#bytes <= this.#maxBytes) return;
      this.#kept.delete(oldKey);
      this.#bytes -= old.bytes;
    }
  }
}

/** `maxBytes` of 0 or less keeps nothing, but still lets many waiters share one load. */
export function createByteCache(maxBytes: number): ByteCache {
  const entries = new BoundedEntries(maxBytes);
  const loading = new Map<string, Promise<Weighed<unknown>>>();

  async function loadOnce(key: string, load: () => Promise<Weighed<unknown>>): Promise<Weighed<unknown>> {
    const fresh = load();
    loading.set(key, fresh);
    try {
      const entry = await fresh;
      entries.keep(key, entry);
      return entry;
    } finally {
      loading.delete(key);
    }
  }

  return {
    async find<V>(key: string, load: () => Promise<Weighed<V>>): Promise<V> {
      const entry = entries.find(key) ?? (await (loading.get(key) ?? loadOnce(key, load)));
      return entry.value as V;
    },
  };
}
