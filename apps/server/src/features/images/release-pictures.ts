import type { Database } from '../../ports/database.ts';
import type { ObjectStore } from '../../ports/object-store.ts';

/**
 * Removes the kept pictures of sources whose key has `assetId` as digest (Vylux contract §4.2). Those in memory need no
 * removal: each is compared with its source every two seconds.
 */
export async function releasePictures(database: Database, media: ObjectStore, assetId: string): Promise<void> {
  const digest = assetId.toLowerCase().replace(/^sha256:/, '');
  const kept = await database
    .selectFrom('image_derivatives')
    .select('object_key')
    .where('source_hash', '=', digest)
    .execute();
  for (const { object_key: key } of kept) {
    await media.delete(key);
    await database.deleteFrom('image_derivatives').where('object_key', '=', key).execute();
  }
}
