import { encodePercent, queryParameter } from '@sluice/access';
import type { ParsedPlaylist } from '@sluice/media';
import { type Linked, linkSeconds } from '../../access/index.ts';
import { assetFolder } from '../../assets/index.ts';
import type { ObjectUrls } from '../../storage/index.ts';
import { keyPath } from '../playlist-rewrite.ts';
import type { ChildTokenMaker } from '../token-carriage.ts';
import { type LinkUrls, objectsIn } from './link-playlist.ts';

export interface LinkUrlParts {
  readonly makeChildToken: ChildTokenMaker;
  readonly publicUrl: () => string;
  readonly objectUrls: ObjectUrls;
  /** Whether the media store signs addresses itself. */
  readonly presigns: boolean;
  /** Of pictures, and of films that are not longer than half of it. */
  readonly urlSeconds: number;
}

/** Seconds that an address of what lasts so long may open something: not beyond what was shown for it. */
export function secondsOf(
  { urlSeconds }: Pick<LinkUrlParts, 'urlSeconds'>,
  { admission: { grant, nowSeconds }, isPublic }: Linked,
  durationSeconds: number | null,
): number {
  const seconds = linkSeconds(urlSeconds, durationSeconds);
  return isPublic ? seconds : Math.min(seconds, (grant.expiresAtSeconds ?? Infinity) - nowSeconds);
}

const encodePath = (path: string): string => path.split('/').map(encodePercent).join('/');

/** Addresses of our own carry a playback token for this asset, and the gate decides on each again. */
function gatedUrls({ makeChildToken, publicUrl }: LinkUrlParts, { admission }: Linked): LinkUrls {
  const { assetId, asset } = admission;
  const query = `?${queryParameter}=${encodePercent(makeChildToken(admission))}`;
  const gated = (path: string): string => `${publicUrl()}/v/${encodePercent(assetId)}/${encodePath(path)}${query}`;
  const kid = asset?.contentKid ?? null;
  return { playlist: gated, object: gated, key: kid === null ? null : publicUrl() + keyPath(assetId, kid) + query };
}

/**
 * The addresses in one playlist: those of the store where it signs, so that bytes do not pass through us; the playlists
 * that name them are then written here. Keys are never in reach of the store's signatures.
 */
export async function linkUrls(parts: LinkUrlParts, linked: Linked, playlist: ParsedPlaylist): Promise<LinkUrls> {
  const gated = gatedUrls(parts, linked);
  if (!parts.presigns) return gated;
  const { admission, jobId, isPublic } = linked;
  const seconds = secondsOf(parts, linked, admission.asset?.presentation?.durationSeconds ?? null);
  const signed = await Promise.all(
    objectsIn(playlist, admission).map(
      async (path) =>
        [path, await parts.objectUrls.get('media', `${assetFolder(admission.assetId)}/${path}`, seconds)] as const,
    ),
  );
  const byPath = new Map(signed);
  const query = isPublic ? '' : `?${queryParameter}=${encodePercent(parts.makeChildToken(admission))}`;
  return {
    ...gated,
    object: (path) => byPath.get(path) ?? gated.object(path),
    playlist: (path) => `${parts.publicUrl()}/api/playback/stream/${jobId}/${encodePath(path)}${query}`,
  };
}
