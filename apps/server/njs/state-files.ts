/**
 * The folder through which the follower of the origin tells nginx what it knows. One file says one thing, so that
 * nginx reads two or three small ones for a decision, however many revocations stand.
 */
export const stateFiles = {
  /** Verifying keys, as JSON: {@link StateKey}[]. */
  keys: 'keys.json',
  /** Unix second at which the origin was last heard. */
  contact: 'contact',
  /** `revoked/{kind}/{name}`: holds the Unix second before which everything was taken back; empty: always. */
  revoked: 'revoked',
  /** Link to the generation of verdicts in force, a folder `g…` beside it. */
  current: 'current',
} as const;

/** A key that verifies edge tokens. */
export interface StateKey {
  readonly kid: string;
  /** The secret in base64url. */
  readonly secret: string;
}

/** What a file below `revoked` names; embed tokens and tokens share their ids. */
export type RevokedKind = 'token' | 'key' | 'subject' | 'asset';

/**
 * Name of the file that takes back `value`. Ids stand for themselves; what no file can be called, or could be another
 * file, is called by its digest, which no id begins like.
 */
export function revokedName(value: string, sha256Hex: (text: string) => string): string {
  return /^[A-Za-z0-9_-]{1,128}$/.test(value) ? value : `.${sha256Hex(value)}`;
}
