import { encodeTokenText } from '../bytes/percent-encoding.ts';
import { type NormalPath, parseDecodedPath } from './parse-path.ts';

/** The paths that a grant opens: one path, or everything below a prefix (edge-access §10). */
export interface PathPattern {
  /** `below`: `path` ends with a slash and at least one character must follow it, at any depth. */
  readonly kind: 'exact' | 'below';
  readonly path: string;
  matches(path: NormalPath): boolean;
}

const wildcard = '/*';

/**
 * Parses `/exact/path` or `/prefix/*`, percent-encoded as in a token. Null when the path is not one that `parsePath`
 * lets through, or holds `*` or `?` anywhere else: an issuer who wrote that meant more than we would match.
 */
export function parsePathPattern(text: string): PathPattern | null {
  const decoded = parseDecodedPath(text);
  if (decoded === null) return null;
  const isBelow = decoded.endsWith(wildcard);
  const path = isBelow ? decoded.slice(0, -1) : decoded;
  if (path.includes('*') || path.includes('?')) return null;
  return isBelow ? below(path) : exactPattern(path);
}

/** The text of `pattern` as it stands in a token: {@link parsePathPattern} of it gives the same pattern. */
export function formatPathPattern({ kind, path }: Pick<PathPattern, 'kind' | 'path'>): string {
  const text = encodeTokenText(path);
  return kind === 'below' ? `${text}*` : text;
}

/** The pattern of one decoded path. */
export function exactPattern(path: string): PathPattern {
  return { kind: 'exact', path, matches: (asked) => asked === path };
}

function below(path: string): PathPattern {
  return { kind: 'below', path, matches: (asked) => asked.length > path.length && asked.startsWith(path) };
}
