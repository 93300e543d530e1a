import { encodeBase64url } from '../bytes/base64url.ts';
import type { Crypto } from '../crypto/crypto.ts';
import { chainTimed, mapTimed, settle, type Timed, type Timing } from '../crypto/timing.ts';
import { type Grant, unbound } from '../grant.ts';
import { findJwtKey } from '../keys/find-jwt-key.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { NormalPath } from '../path/parse-path.ts';
import { exactPattern } from '../path/path-pattern.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { maxSeconds } from '../schemes/edge-token-values.ts';
import { type JwsVerification, parseJws, verifyParsedJws } from '../schemes/jws.ts';
import { parsePlainRegex } from '../uri/plain-regex.ts';
import { type CdniClaims, parseCdniClaims } from './cdni-claims.ts';

/** Name of the parameter and cookie that carry a token (RFC 9246). */
export const cdniPackageName = 'URISigningPackage';

export interface CdniRequest {
  /** The absolute URI as received, without the token. */
  readonly uri: string;
  readonly path: NormalPath;
  readonly assetId: string;
}

type JsonObject = Readonly<Record<string, unknown>>;

export type CdniVerification =
  | { readonly ok: true; readonly grant: Grant; readonly claims: CdniClaims; readonly members: JsonObject }
  | Refusal<'token_malformed' | 'token_invalid'>;

const maxUriLength = 8192;

/**
 * Verifies a signed URI of RFC 9246 for one request (edge-access §13.4). Its grant opens the requested path when the URI
 * matches the container, and nothing when it does not; `decide` has the last word. `audience` is who we are to issuers,
 * for tokens that name one. Claims that bind what we cannot check make it malformed.
 */
export function verifyCdniToken<T extends Timing>(
  crypto: Crypto<T>,
  ring: KeyRing,
  audience: string,
  token: string,
  request: CdniRequest,
): Timed<T, CdniVerification> {
  const jws = parseJws(token, null);
  const claims = jws.ok ? parseCdniClaims(jws.claims) : null;
  if (!jws.ok || claims === null) return settle<T, CdniVerification>(crypto, refuse('token_malformed'));
  const isForUs = claims.audiences?.includes(audience) ?? true;
  if (!isForUs) return settle<T, CdniVerification>(crypto, refuse('token_invalid'));
  const verifying = verifyParsedJws(crypto, (kid) => findJwtKey(ring, kid), jws);
  return chainTimed(crypto, verifying, (verified: JwsVerification) => {
    if (!verified.ok) return settle<T, CdniVerification>(crypto, verified);
    return mapTimed(crypto, matchesContainer(crypto, claims.uriContainer, request.uri), (isMatch: boolean) => {
      const grant = cdniGrant(jws.kid, claims, request, isMatch);
      return { ok: true, grant, claims, members: jws.claims };
    });
  });
}

/** True when the whole URI is what the container names; a container that we do not know matches nothing. */
function matchesContainer<T extends Timing>(crypto: Crypto<T>, container: string, uri: string): Timed<T, boolean> {
  const colon = container.indexOf(':');
  const [form, value] = [container.slice(0, colon), container.slice(colon + 1)];
  if (uri.length > maxUriLength) return settle(crypto, false);
  if (form === 'regex') return settle(crypto, parsePlainRegex(value)?.matches(uri) ?? false);
  if (form !== 'hash') return settle(crypto, false);
  // The URL segment form of RFC 6920 §5.
  return mapTimed(crypto, crypto.sha256(uri), (digest: Uint8Array) => value === `sha-256;${encodeBase64url(digest)}`);
}

function cdniGrant(keyId: string, claims: CdniClaims, { path, assetId }: CdniRequest, isMatch: boolean): Grant {
  const { issuedAtSeconds, notBeforeSeconds } = claims;
  return {
    scheme: 'cdni',
    keyId,
    tokenId: claims.tokenId,
    subject: claims.subject,
    resource: { kind: 'paths', assetIds: [assetId], patterns: isMatch ? [exactPattern(path)] : [] },
    actions: ['read'],
    notBeforeSeconds,
    ...(issuedAtSeconds === null ? {} : { issuedAtSeconds }),
    expiresAtSeconds: claims.expiresAtSeconds,
    // A chain of cookies has no ceiling.
    renewableUntilSeconds: claims.renewalTtlSeconds > 0 ? maxSeconds : null,
    bindings: unbound,
  };
}
