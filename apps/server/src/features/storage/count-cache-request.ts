import type { CacheReading } from '../../ports/object-cache.ts';

/**
 * How a level of the cache did. Memory: `hit` (nobody asked the store for this request), `revalidated` (the store was
 * asked whether it is still the same), `miss`. Disk: asked only after a miss in memory.
 */
export type CountCacheRequest = (
  ...[level, result]: ['memory', 'hit' | 'revalidated' | 'miss'] | ['disk', CacheReading['result']]
) => void;
