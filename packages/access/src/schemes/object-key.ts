import { decodePercent, encodePercent } from '../bytes/percent-encoding.ts';
import { type Refusal, refuse } from '../refusal.ts';

/** Why a signed URL cannot even be read; answered with 400 before its signature is looked at. */
export type SignedUrlRefusal =
  | 'target_too_long'
  | 'key_missing'
  | 'key_encoding_invalid'
  | 'image_format_unsupported'
  | 'image_options_invalid';

/** Characters of a request target that the signed routes read. */
export const maxTargetLength = 8192;

/** A raw target split at its first slashes; the query is not part of it (Vylux contract §2). */
export interface SplitTarget {
  readonly segments: readonly string[];
  /** Everything after them, slashes included. */
  readonly rest: string;
}

/**
 * Splits `rawTarget` into `count` segments after `prefix` and the rest. Null when it does not begin so or is too short.
 * Works on the target as received, so that the key is decoded once and by nobody else.
 */
export function splitTarget(rawTarget: string, prefix: string, count: number): SplitTarget | null {
  const queryStart = rawTarget.indexOf('?');
  const path = queryStart < 0 ? rawTarget : rawTarget.slice(0, queryStart);
  if (!path.startsWith(prefix)) return null;
  const segments: string[] = [];
  let start = prefix.length;
  while (segments.length < count) {
    const end = path.indexOf('/', start);
    if (end < 0) return null;
    segments.push(path.slice(start, end));
    start = end + 1;
  }
  return { segments, rest: path.slice(start) };
}

/**
 * Parses an object key of a URL (Vylux contract §4.1): one leading slash is dropped, escapes are decoded once, `+`
 * stays. Nothing else is changed: keys are opaque.
 */
export function parseObjectKey(
  rawKey: string,
): { readonly ok: true; readonly key: string } | Refusal<SignedUrlRefusal> {
  const key = decodePercent(rawKey.startsWith('/') ? rawKey.slice(1) : rawKey);
  if (key === null) return refuse('key_encoding_invalid');
  return key === '' ? refuse('key_missing') : { ok: true, key };
}

/** The one text under which we write `key` into a URL, slashes escaped. Throws on an empty key or a lone surrogate. */
export function formatObjectKey(key: string): string {
  if (key === '') throw new RangeError('an object key is never empty');
  return encodePercent(key);
}
