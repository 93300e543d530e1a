import { join } from 'node:path';
import { createFsObjectCache } from '../adapters/object-cache/fs/create-fs-object-cache.ts';
import { assetFolder } from '../features/assets/index.ts';
import { type ByteCache, createByteCache } from '../platform/byte-cache.ts';
import type { ObjectCache } from '../ports/object-cache.ts';
import type { DeliveryBase } from './delivery-base.ts';
import type { Closing } from './open-base.ts';

/** Both levels of the cache. */
export interface Caches {
  readonly memory: ByteCache;
  /** Null when it is switched off. */
  readonly disk: ObjectCache | null;
  /** Drops what is kept of an asset, here and there (edge access §16). */
  readonly purge: (assetId: string) => void;
}

function openDisk({ config, log }: Pick<DeliveryBase, 'config' | 'log'>, closings: Closing[]): ObjectCache | null {
  if (config.EDGE_DISK_CACHE_SIZE === 0) return null;
  const cache = createFsObjectCache({
    folder: join(config.DATA_DIR, 'cache'),
    maxBytes: config.EDGE_DISK_CACHE_SIZE,
    reportFailure: (err) => log.warn({ err }, 'the disk cache does not work'),
  });
  closings.push(() => cache.settle());
  return cache;
}

export function openCaches(base: Pick<DeliveryBase, 'config' | 'log'>, closings: Closing[]): Caches {
  const memory = createByteCache(base.config.CACHE_MAX_SIZE);
  const disk = openDisk(base, closings);
  return {
    memory,
    disk,
    purge(assetId) {
      // Names in memory hold the id as a word or as a folder; one that merely looks like it is fetched again.
      memory.forget((name) => name.includes(` ${assetId} `) || name.includes(`/${assetId}/`));
      disk?.forget(assetFolder(assetId));
    },
  };
}
