import type { Crypto } from '../crypto/crypto.ts';
import { mapTimed, settle, type Timed, type Timing } from '../crypto/timing.ts';
import type { Action, Grant, Verification } from '../grant.ts';
import { findJwtKey } from '../keys/find-jwt-key.ts';
import type { KeyRecord } from '../keys/key-record.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { assetPatterns } from '../path/asset-patterns.ts';
import { formatPathPattern, type PathPattern } from '../path/path-pattern.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { type EdgeJwtClaims, formatEdgeJwtClaims, parseEdgeJwtClaims } from './edge-jwt-claims.ts';
import { maxJwsLength, type ParsedJws, parseJws, signJws, verifyParsedJws } from './jws.ts';

/** The `typ` that tells an edge JWT from every other JWT, so that none stands in for it (RFC 8725 §3.11). */
export const edgeJwtType = 'edge+jwt';

export interface ParsedEdgeJwt {
  readonly ok: true;
  readonly claims: EdgeJwtClaims;
  /** Its signature is not checked. */
  readonly jws: ParsedJws;
}

const actions: readonly Action[] = ['read'];

/** Parses an edge JWT without checking its signature. A restriction it does not know makes it malformed. */
export function parseEdgeJwt(token: string): ParsedEdgeJwt | Refusal<'token_malformed'> {
  const jws = parseJws(token, edgeJwtType);
  if (!jws.ok) return jws;
  const claims = parseEdgeJwtClaims(jws.claims);
  return claims === null ? refuse('token_malformed') : { ok: true, claims, jws };
}

/**
 * The grant of an edge JWT, kind B (edge-access §5). `token_malformed` when it does not parse; `token_invalid` when its
 * key is unknown, its algorithm is not that of the key, its signature is wrong or its issuer is not `issuer`, which
 * all look the same. Everything else is for `decide`.
 */
export function verifyEdgeJwt<T extends Timing>(
  crypto: Crypto<T>,
  ring: KeyRing,
  issuer: string,
  token: string,
): Timed<T, Verification> {
  const parsed = parseEdgeJwt(token);
  if (!parsed.ok) return settle(crypto, parsed);
  const { claims, jws } = parsed;
  return mapTimed(
    crypto,
    verifyParsedJws(crypto, (kid) => findJwtKey(ring, kid), jws),
    (verified) => {
      if (!verified.ok) return verified;
      return claims.issuer === issuer ? { ok: true, grant: edgeJwtGrant(jws.kid, claims) } : refuse('token_invalid');
    },
  );
}

/**
 * An edge JWT signed by `key`, of class `edge-jwt-sym` or `edge-jwt-asym`. Throws a RangeError, in the timing of the
 * engine for one that came out too long, when `parseEdgeJwt` would not accept it.
 */
export function issueEdgeJwt<T extends Timing>(
  crypto: Crypto<T>,
  key: KeyRecord,
  claims: EdgeJwtClaims,
): Timed<T, string> {
  const members = formatEdgeJwtClaims(claims);
  if (parseEdgeJwtClaims(members) === null) throw new RangeError('an edge JWT cannot say what was ordered');
  return mapTimed(crypto, signJws(crypto, key, edgeJwtType, members), (token: string) => {
    if (token.length > maxJwsLength) throw new RangeError(`an edge JWT has ${maxJwsLength} characters at most`);
    return token;
  });
}

/** What a token of `issuer` has to say to give `grant`. Throws a RangeError when no edge JWT can. */
export function edgeJwtClaims(grant: Grant, issuer: string): EdgeJwtClaims {
  const { tokenId, subject, resource, notBeforeSeconds, expiresAtSeconds } = grant;
  if (resource.kind !== 'paths') throw new RangeError('an edge JWT opens paths');
  if (tokenId === null || subject === null || expiresAtSeconds === null)
    throw new RangeError('an edge JWT has an id, a subject and an end');
  const issuedAtSeconds = grant.issuedAtSeconds ?? notBeforeSeconds ?? 0;
  const beginsLater = notBeforeSeconds !== null && notBeforeSeconds > issuedAtSeconds;
  const { assetIds, patterns } = resource;
  return {
    ...{ issuer, subject, assetIds, tokenId, issuedAtSeconds, expiresAtSeconds },
    notBeforeSeconds: beginsLater ? notBeforeSeconds : null,
    patterns: isEverythingOf(assetIds, patterns) ? null : patterns,
    bindings: grant.bindings,
    renewableUntilSeconds: grant.renewableUntilSeconds,
  };
}

/** The patterns that a token of these assets has when it names none: they may be more than it could name. */
function everythingOf(assetIds: readonly string[]): readonly PathPattern[] {
  return assetIds.flatMap((assetId) => assetPatterns(assetId) ?? []);
}

function isEverythingOf(assetIds: readonly string[], patterns: readonly PathPattern[]): boolean {
  const texts = (list: readonly PathPattern[]) => list.map(formatPathPattern).join(' ');
  return texts(patterns) === texts(everythingOf(assetIds));
}

function edgeJwtGrant(keyId: string, claims: EdgeJwtClaims): Grant {
  const { assetIds, issuedAtSeconds, notBeforeSeconds } = claims;
  return {
    scheme: 'edge-jwt',
    keyId,
    tokenId: claims.tokenId,
    subject: claims.subject,
    resource: { kind: 'paths', assetIds, patterns: claims.patterns ?? everythingOf(assetIds) },
    actions,
    // Neither may lie ahead, so the later one is where it begins.
    notBeforeSeconds: Math.max(issuedAtSeconds, notBeforeSeconds ?? 0),
    issuedAtSeconds,
    expiresAtSeconds: claims.expiresAtSeconds,
    renewableUntilSeconds: claims.renewableUntilSeconds,
    bindings: claims.bindings,
  };
}
