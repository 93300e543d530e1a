import { decodePercent, encodePercent } from '@sluice/access';
import { type ParsedPlaylist, rewriteUris } from '@sluice/media';
import { documentedKeyPath } from '../playlist-rewrite.ts';

/** Where a playlist lies. */
export interface PlaylistPlace {
  readonly assetId: string;
  /** Below the asset. */
  readonly path: string;
}

/** Absolute addresses that open something without a header. Paths are those below the asset. */
export interface LinkUrls {
  playlist(path: string): string;
  object(path: string): string;
  /** Of the content key; null for a clear stream. */
  readonly key: string | null;
}

/** Is resolved against, and never asked. */
const NOWHERE = 'http://asset.invalid';

export const isPlaylist = (path: string): boolean => path.endsWith('.m3u8');

/** The path below the asset that `uri` means; null for whatever is not of this asset. */
function pathOf(uri: string, { assetId, path }: PlaylistPlace): string | null {
  const root = `/v/${encodePercent(assetId)}/`;
  const base = NOWHERE + root + path.split('/').map(encodePercent).join('/');
  if (!URL.canParse(uri, base)) return null;
  const { origin, pathname } = new URL(uri, base);
  return origin === NOWHERE && pathname.startsWith(root) ? decodePercent(pathname.slice(root.length)) : null;
}

/** Paths of all objects that the playlist names, playlists apart, each once. */
export function objectsIn({ uris }: ParsedPlaylist, place: PlaylistPlace): readonly string[] {
  const paths = uris.map(({ uri }) => pathOf(uri, place)).filter((path) => path !== null && !isPlaylist(path));
  return [...new Set(paths as string[])];
}

/** The playlist with an absolute address in the place of every URI of the asset (LynxVizion contract §7). */
export function writeLinkPlaylist(playlist: ParsedPlaylist, place: PlaylistPlace, urls: LinkUrls): string {
  const documentedKey = documentedKeyPath(place.assetId);
  return rewriteUris(playlist, (uri) => {
    if (urls.key !== null && uri.endsWith(documentedKey)) return urls.key;
    const path = pathOf(uri, place);
    if (path === null) return uri;
    return isPlaylist(path) ? urls.playlist(path) : urls.object(path);
  });
}
