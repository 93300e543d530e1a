import { type PlaylistSegment, parsePlaylist } from '@sluice/media';
import type { ObjectStore } from '../../../ports/object-store.ts';
import { isSluiceError } from '../../../ports/sluice-error.ts';
import { readGrownPlaylist } from './grown-playlist.ts';

/** The segments that the stored playlist at `key` names; none where there is no such playlist. */
export async function readGrown(store: ObjectStore, key: string): Promise<readonly PlaylistSegment[]> {
  try {
    const { bytes } = await store.readBytes(key);
    const parsed = parsePlaylist(Buffer.from(bytes).toString('utf8'));
    return parsed.ok ? readGrownPlaylist(parsed.playlist).segments : [];
  } catch (error) {
    if (isSluiceError(error, 'storage/object-missing')) return [];
    throw error;
  }
}
