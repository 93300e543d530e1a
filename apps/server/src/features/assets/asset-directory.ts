import { dropOldest } from '../../platform/drop-oldest.ts';
import type { Awaitable } from '../../ports/awaitable.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Asset } from './asset-store.ts';

/** How long another process's change to an asset may go unseen here. */
export const MAX_STALE_MS = 2000;
/** Assets kept in memory. */
const MAX_ENTRIES = 10_000;

interface Entry {
  /** Promised until it is loaded. */
  asset: Awaitable<Asset | null>;
  readonly loadedAtMs: number;
}

/** Policies and presentations in memory, so that the gate asks the database at most once in {@link MAX_STALE_MS} for each asset. */
export interface AssetDirectory {
  /** Null for an unknown asset. Many callers at once share one query. */
  find(id: string): Awaitable<Asset | null>;
  /** To be called after a change made by this process. */
  forget(id: string): void;
}

export function createAssetDirectory(load: (id: string) => Promise<Asset | null>, clock: Clock): AssetDirectory {
  const entries = new Map<string, Entry>();
  const forget = (id: string): void => {
    entries.delete(id);
  };
  return {
    forget,
    find(id) {
      const known = entries.get(id);
      const now = clock.nowMs();
      if (known !== undefined && now - known.loadedAtMs < MAX_STALE_MS) return known.asset;
      const loading = load(id);
      const entry: Entry = { asset: loading, loadedAtMs: now };
      entries.delete(id);
      entries.set(id, entry);
      loading.then(
        (asset) => {
          entry.asset = asset;
        },
        // A failure is told to those who wait for it and then forgotten.
        () => entries.get(id) === entry && forget(id),
      );
      dropOldest(entries, MAX_ENTRIES);
      return loading;
    },
  };
}
