import { encodePercent } from '@sluice/access';
import { type ParsedPlaylist, rewriteUris } from '@sluice/media';

/** How a playlist is written for a CDN, which gives the same text to all of its viewers. */
export interface OriginPlaylist {
  /** Query parameters of the CDN's credential that every URI has to take over from the playlist's own. */
  readonly queryNames: readonly string[];
  /** The documented key address as it stands in stored playlists, and where the key is: never at the CDN. */
  readonly key: { readonly documentedPath: string; readonly uri: string };
}

const isRelative = (uri: string): boolean => !/^[a-z][a-z0-9+.-]*:/i.test(uri) && !uri.startsWith('/');

/** `seg.m4s?verify={$verify}`: the player fills in what its playlist was asked for with (edge access §15.2, `define`). */
function handDown(uri: string, names: readonly string[]): string {
  if (names.length === 0 || !isRelative(uri)) return uri;
  const query = names.map((name) => `${encodePercent(name)}={$${name}}`).join('&');
  return `${uri}${uri.includes('?') ? '&' : '?'}${query}`;
}

/** The first lines name the parameters; players have known them since version 11 of the format. */
function defineQuery(text: string, names: readonly string[]): string {
  if (names.length === 0) return text;
  const definitions = names.map((name) => `#EXT-X-DEFINE:QUERYPARAM="${name}"\n`).join('');
  const versioned = text.replace(/^#EXT-X-VERSION:(\d+)$/m, (_line, version: string) => {
    return `#EXT-X-VERSION:${Math.max(11, Number(version))}`;
  });
  return versioned.replace(/^#EXTM3U\r?\n/, (line) => line + definitions);
}

/** The playlist for a CDN. No credential stands in it, so every cache may keep it. */
export function formatOriginPlaylist(playlist: ParsedPlaylist, { queryNames, key }: OriginPlaylist): string {
  const written = rewriteUris(playlist, (uri) =>
    uri.endsWith(key.documentedPath) ? key.uri : handDown(uri, queryNames),
  );
  return defineQuery(written, queryNames);
}
