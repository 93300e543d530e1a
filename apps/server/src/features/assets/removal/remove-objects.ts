import type { ObjectStore } from '../../../ports/object-store.ts';
import { assetFolders } from '../asset-id.ts';

/** Removes every object of the asset in the media store that is not younger than `until`: a new film of it may be coming in. */
export async function removeObjects(media: ObjectStore, assetId: string, until: Date): Promise<void> {
  for (const folder of assetFolders(assetId)) {
    for await (const { key, lastModified } of media.list(`${folder}/`)) {
      if (lastModified <= until) await media.delete(key);
    }
  }
}
