import { encodePercent, type Grant, parsePath } from '@sluice/access';
import { type ParsedPlaylist, rewriteUris } from '@sluice/media';
import { carryToken, type TokenCarriage } from './token-carriage.ts';

export interface PlaylistRewrite {
  readonly carriage: TokenCarriage;
  /** The documented key address as it stands in stored playlists, and what stands there instead; null leaves it. */
  readonly key: { readonly documentedPath: string; readonly uri: string } | null;
  /** Public address of this deployment; empty when none is configured. */
  readonly publicUrl: string;
}

/** `/k/{aid}/{kid}.key`, where a credential that covers it gets the content key. */
export const keyPath = (assetId: string, kid: string): string => `/k/${encodePercent(assetId)}/${kid}.key`;

/** `/api/key/{hash}`, where a Bearer token gets it (Vylux contract §6.2). */
export const documentedKeyPath = (assetId: string): string => `/api/key/${assetId}`;

/** Whether the grant's paths cover the content key, so that the credential of the playlist serves for the key as well. */
export function coversKey(grant: Grant | null, assetId: string, kid: string): boolean {
  const path = parsePath(keyPath(assetId, kid));
  if (grant === null || !path.ok || grant.resource.kind !== 'paths') return false;
  return grant.resource.patterns.some((pattern) => pattern.matches(path.path));
}

const keyTags: ReadonlySet<string> = new Set(['EXT-X-KEY', 'EXT-X-SESSION-KEY']);

/** The playlist for one grant: every URI of ours takes the credential along, the documented key address excepted. */
export function rewritePlaylist(playlist: ParsedPlaylist, { carriage, key, publicUrl }: PlaylistRewrite): string {
  return rewriteUris(playlist, (uri, { tag }) => {
    if (!keyTags.has(tag) || key === null) return isBearerKey(uri) ? uri : carryToken(uri, carriage, publicUrl);
    const isDocumented = uri === key.documentedPath || uri === publicUrl + key.documentedPath;
    return carryToken(isDocumented ? key.uri : uri, carriage, publicUrl);
  });
}

/** The Bearer token of that route rides in a header; a playback token has no business there. */
const isBearerKey = (uri: string): boolean => uri.includes('/api/key/');
