import type { Awaitable } from '../ports/awaitable.ts';

/** A value with the memory it takes. */
export interface Weighed<V> {
  readonly value: V;
  readonly bytes: number;
}

/** Values in memory, bounded by their bytes; the least recently used go first. One load serves all who wait for it. */
export interface ByteCache {
  /**
   * The value under `key`: at once when it is kept, otherwise loaded. One that `isFresh` does not accept is handed to `load`, which may give it
   * back. A load belongs to nobody: it ends and is kept even when everyone who asked for it has left.
   */
  find<V>(
    key: string,
    load: (stale: V | undefined) => Promise<Weighed<V>>,
    isFresh?: (value: V) => boolean,
  ): Awaitable<V>;
  /** Lets go of every key that `isGone` names; what is being loaded of them is given to those who wait and not kept. */
  forget(isGone: (key: string) => boolean): void;
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
    this.#drop(key);
    if (entry.bytes > this.#maxBytes) return;
    this.#kept.set(key, entry);
    this.#bytes += entry.bytes;
    for (const [oldKey] of this.#kept) {
      if (this.#bytes <= this.#maxBytes) return;
      this.#drop(oldKey);
    }
  }

  forget(isGone: (key: string) => boolean): void {
    for (const key of [...this.#kept.keys()]) if (isGone(key)) this.#drop(key);
  }

  #drop(key: string): void {
    this.#bytes -= this.#kept.get(key)?.bytes ?? 0;
    this.#kept.delete(key);
  }
}

const always = (): boolean => true;

/** `maxBytes` of 0 or less keeps nothing, but still lets many waiters share one load. */
export function createByteCache(maxBytes: number): ByteCache {
  const entries = new BoundedEntries(maxBytes);
  const loading = new Map<string, Promise<Weighed<unknown>>>();

  async function loadOnce(key: string, load: () => Promise<Weighed<unknown>>): Promise<Weighed<unknown>> {
    const fresh = load();
    loading.set(key, fresh);
    try {
      const entry = await fresh;
      if (loading.get(key) === fresh) entries.keep(key, entry);
      return entry;
    } finally {
      if (loading.get(key) === fresh) loading.delete(key);
    }
  }

  async function findAnew<V>(
    key: string,
    load: (stale: V | undefined) => Promise<Weighed<V>>,
    isFresh: (value: V) => boolean,
  ): Promise<V> {
    for (;;) {
      const kept = entries.find(key)?.value as V | undefined;
      if (kept !== undefined && isFresh(kept)) return kept;
      const running = loading.get(key);
      if (running === undefined) return (await loadOnce(key, () => load(kept))).value as V;
      const joined = (await running).value as V;
      // A load that began before the question may answer an older one.
      if (isFresh(joined)) return joined;
    }
  }

  return {
    forget(isGone) {
      entries.forget(isGone);
      for (const key of [...loading.keys()]) if (isGone(key)) loading.delete(key);
    },
    find<V>(
      key: string,
      load: (stale: V | undefined) => Promise<Weighed<V>>,
      isFresh: (value: V) => boolean = always,
    ): Awaitable<V> {
      const kept = entries.find(key)?.value as V | undefined;
      return kept !== undefined && isFresh(kept) ? kept : findAnew(key, load, isFresh);
    },
  };
}
