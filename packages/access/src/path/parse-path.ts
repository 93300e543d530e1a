import { decodePercent, hasControlCharacter } from '../bytes/percent-encoding.ts';
import { type Refusal, refuse } from '../refusal.ts';

declare const isNormal: unique symbol;

/** A path decoded exactly once and free of anything that two programs could read differently. Never decode it again. */
export type NormalPath = string & { readonly [isNormal]: true };

export interface ParsedPath {
  readonly ok: true;
  readonly path: NormalPath;
  /** What stood between `/_t/` and the next slash, as received; null when the path carries no token. */
  readonly pathToken: string | null;
  /** What follows the `?`, as received; never part of an access decision. */
  readonly query: string;
}

const maxTargetLength = 16_384;
const maxPathLength = 1024;
const tokenPrefix = '/_t/';
const badPath: Refusal<'bad_path'> = refuse('bad_path');

/**
 * Parses a raw request target (origin form, RFC 9112 §3.2.1) by the rules of edge-access §10: the query and a leading
 * path token are taken off, the rest is percent-decoded once. Refuses escaped slashes, backslashes and NUL, raw
 * backslashes, empty, `.` and `..` segments, control characters, broken escapes or UTF-8, a path over 1024 characters,
 * and a `_t` segment anywhere but at the start.
 */
export function parsePath(rawTarget: string): ParsedPath | Refusal<'bad_path'> {
  if (rawTarget.length > maxTargetLength) return badPath;
  const queryStart = rawTarget.indexOf('?');
  const withToken = queryStart < 0 ? rawTarget : rawTarget.slice(0, queryStart);
  const pathToken = takePathToken(withToken);
  const rawPath = pathToken === null ? withToken : withToken.slice(tokenPrefix.length + pathToken.length);
  const path = parseDecodedPath(rawPath);
  if (path === null || hasSegment(path, '_t')) return badPath;
  return { ok: true, path, pathToken, query: queryStart < 0 ? '' : rawTarget.slice(queryStart + 1) };
}

/** Decodes and checks a path without query and token; null where {@link parsePath} refuses. */
export function parseDecodedPath(rawPath: string): NormalPath | null {
  if (rawPath.length > maxPathLength || !rawPath.startsWith('/')) return null;
  // Decoded, an escaped slash would look like a separator. Escaped backslashes and NUL still show after decoding.
  if (/%2f/i.test(rawPath)) return null;
  const path = decodePercent(rawPath);
  if (path === null || path.includes('\\') || path.includes('//')) return null;
  if (rawPath.includes('#') || hasControlCharacter(path)) return null;
  const hasDotSegment = path.includes('/.') && (hasSegment(path, '.') || hasSegment(path, '..'));
  return hasDotSegment ? null : (path as NormalPath);
}

/** The asset that a path belongs to: its second segment below `/v/`, `/live/`, `/k/` and `/i/`; null elsewhere. */
export function assetIdOfPath(path: NormalPath): string | null {
  const [, area = '', assetId = '', rest] = path.split('/', 4);
  return assetAreas.has(area) && assetId !== '' && rest !== undefined ? assetId : null;
}

const assetAreas: ReadonlySet<string> = new Set(['v', 'live', 'k', 'i']);

function takePathToken(path: string): string | null {
  if (!path.startsWith(tokenPrefix)) return null;
  const end = path.indexOf('/', tokenPrefix.length);
  return end < 0 ? null : path.slice(tokenPrefix.length, end);
}

function hasSegment(path: string, segment: string): boolean {
  return path.endsWith(`/${segment}`) || path.includes(`/${segment}/`);
}
