import { assertQuotable } from './attribute-list.ts';
import { assertUriLine } from './media-playlist.ts';
import type { ParsedPlaylist, UriContext } from './parse-playlist.ts';

/**
 * The playlist with every URI replaced by what `rewrite` makes of it, and every other byte as it was. Costs one call per
 * URI and one joining of strings. A result that would break out of its place throws: that is a mistake of the caller.
 */
export function rewriteUris(playlist: ParsedPlaylist, rewrite: (uri: string, context: UriContext) => string): string {
  let text = playlist.literals[0] ?? '';
  playlist.uris.forEach(({ uri, context }, index) => {
    const rewritten = rewrite(uri, context);
    text += context.attribute === undefined ? assertUriLine(rewritten) : assertQuotable(rewritten);
    text += playlist.literals[index + 1] ?? '';
  });
  return text;
}
