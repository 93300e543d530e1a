import { loadAsset } from '../asset-store.ts';
import { type ReleaseParts, releaseAsset } from './release-asset.ts';
import { type DueRemoval, endRemoval, takeDueRemovals } from './removal-store.ts';
import { removeObjects } from './remove-objects.ts';

async function lookAfter(parts: ReleaseParts, removal: DueRemoval): Promise<void> {
  const { database, media } = parts;
  const { assetId, isReleased, requestedAt } = removal;
  const until = new Date();
  const asset = await loadAsset(database, assetId);
  const isMadeAnew = asset !== null && asset.createdAt > requestedAt;
  if (!isMadeAnew && !isReleased) await releaseAsset(parts, assetId);
  if (!isMadeAnew && isReleased) await removeObjects(media, assetId, until);
  if (isMadeAnew || isReleased) await endRemoval(database, assetId, isMadeAnew);
}

/**
 * Finishes removals that were broken off, and for a while removes what a worker brought in behind one. An asset that was
 * made anew is left alone.
 */
export async function sweepRemovals(parts: ReleaseParts): Promise<void> {
  for (const removal of await takeDueRemovals(parts.database)) {
    await lookAfter(parts, removal).catch((err: unknown) =>
      parts.log.warn({ err, assetId: removal.assetId }, 'a removal could not be finished yet'),
    );
  }
}
