import type { CdnCookie } from '../cdn/cdn-adapter.ts';
import type { Crypto } from '../crypto/crypto.ts';
import { mapTimed, type Timed, type Timing } from '../crypto/timing.ts';
import type { NormalPath } from '../path/parse-path.ts';
import { type JwsSigner, signJws } from '../schemes/jws.ts';
import type { CdniClaims } from './cdni-claims.ts';
import { cdniPackageName } from './cdni-token.ts';

/** What of a verified token goes into its successor, and for which request. */
export interface CdniRenewalOrder {
  readonly claims: CdniClaims;
  /** The members of the token as they were signed. */
  readonly members: Readonly<Record<string, unknown>>;
  readonly path: NormalPath;
  /** Our own name: we are the issuer of what we renew. */
  readonly issuer: string;
  readonly nowSeconds: number;
}

/**
 * The successor of a token whose request was allowed: the same claims, a new issuer and an end counted from now
 * (RFC 9246, edge-access §13.4). Throws a RangeError for a token that asks for none.
 */
export function renewCdniToken<T extends Timing>(
  crypto: Crypto<T>,
  key: JwsSigner,
  { claims, members, path, issuer, nowSeconds }: CdniRenewalOrder,
): Timed<T, CdnCookie> {
  if (claims.renewalTtlSeconds === 0) throw new RangeError('this token is not to be renewed');
  const renewed = { ...members, iss: issuer, exp: nowSeconds + claims.renewalTtlSeconds };
  return mapTimed(crypto, signJws(crypto, key, null, renewed), (value: string) => {
    return { name: cdniPackageName, value, path: cookiePath(path, claims.cookiePathSegments) };
  });
}

/** The folder of the first segments of `path`, escaped as a request writes it; `/` for none. */
function cookiePath(path: NormalPath, segments: number): string {
  const folders = path.split('/').slice(1, -1).slice(0, segments).map(encodeURIComponent);
  return folders.length === 0 ? '/' : `/${folders.join('/')}/`;
}
