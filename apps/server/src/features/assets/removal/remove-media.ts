import type { AssetDirectory } from '../asset-directory.ts';
import { type ReleaseParts, releaseAsset } from './release-asset.ts';
import { recordRemoval } from './removal-store.ts';

export interface RemovalParts extends ReleaseParts {
  readonly directory: AssetDirectory;
}

/**
 * Removes all that was made of an asset: jobs, grants, keys, objects, rows (Vylux contract §13); its source stays.
 * Resolves also when a part failed: the removal is recorded before it begins, and the sweeper goes on with it.
 * Rejects, with nothing done, when it cannot be recorded.
 */
export async function removeMedia(parts: RemovalParts, assetId: string): Promise<void> {
  await recordRemoval(parts.database, assetId);
  try {
    await releaseAsset(parts, assetId);
  } catch (err) {
    parts.log.warn({ err, assetId }, 'a removal is left to the sweeper');
  }
  parts.directory.forget(assetId);
}
