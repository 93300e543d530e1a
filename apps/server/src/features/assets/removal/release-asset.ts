import type { Logger } from '../../../platform/logger.ts';
import type { Database } from '../../../ports/database.ts';
import type { ObjectStore } from '../../../ports/object-store.ts';
import { deleteAsset, recordRelease } from './removal-store.ts';
import { removeObjects } from './remove-objects.ts';

/** Something that another room holds of assets, and lets go of as often as it is asked. */
export interface AssetHolder {
  /** For the log. */
  readonly holds: string;
  readonly release: (assetId: string) => Promise<void>;
}

export interface ReleaseParts {
  readonly database: Database;
  readonly media: ObjectStore;
  /** In the order in which they are asked: whoever writes goes first. */
  readonly holders: readonly AssetHolder[];
  readonly log: Logger;
}

/**
 * Has everything go that exists of an asset. A part that fails stops no other but the last: the asset's row, and with it
 * its policy, stays as long as anything of it may be there.
 */
export async function releaseAsset({ database, media, holders, log }: ReleaseParts, assetId: string): Promise<void> {
  const until = new Date();
  let failures = 0;
  for (const { holds, release } of [
    ...holders,
    { holds: 'objects', release: () => removeObjects(media, assetId, until) },
  ]) {
    await release(assetId).catch((err: unknown) => {
      failures += 1;
      log.warn({ err, assetId, holds }, 'a removal is left to the sweeper');
    });
  }
  if (failures > 0) return;
  await deleteAsset(database, assetId);
  await recordRelease(database, assetId);
}
