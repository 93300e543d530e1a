import { encodeBase64url } from '../bytes/base64url.ts';
import type { Crypto } from '../crypto/crypto.ts';
import { mapTimed, type Timed, type Timing } from '../crypto/timing.ts';
import type { Grant } from '../grant.ts';
import type { MacKeyRecord } from '../keys/key-record.ts';
import type { PathPattern } from '../path/path-pattern.ts';
import { type EdgeTokenClaims, formatEdgeTokenBody, parseEdgeToken } from './edge-token.ts';
import { signatureLength, signatureMark } from './edge-token-fields.ts';

/** What the issuer decides; the key gives the rest. */
export type EdgeTokenOrder = Omit<EdgeTokenClaims, 'keyId'>;

/** Stands in for a signature while the body is checked. */
const anySignature = 'A'.repeat(signatureLength);

/**
 * An edge token signed by `key`. Throws a RangeError when the token would not be accepted by `parseEdgeToken`: too
 * long, too many patterns, a malformed id. Check what callers send before ordering.
 */
export function issueEdgeToken<T extends Timing>(
  crypto: Crypto<T>,
  key: MacKeyRecord,
  order: EdgeTokenOrder,
): Timed<T, string> {
  const unsigned = formatEdgeTokenBody({ ...order, keyId: key.kid }) + signatureMark;
  if (!parseEdgeToken(unsigned + anySignature).ok) throw new RangeError('an edge token cannot say what was ordered');
  const body = unsigned.slice(0, -signatureMark.length);
  return mapTimed(crypto, crypto.hmacSha256(key.verifyKey, body), (mac: Uint8Array) => unsigned + encodeBase64url(mac));
}

/** What a token has to say to give `grant`. Throws a RangeError when no single edge token can. */
export function edgeTokenOrder(grant: Grant): EdgeTokenOrder {
  const { tokenId, subject, bindings, resource, notBeforeSeconds, expiresAtSeconds, renewableUntilSeconds } = grant;
  const [assetId, ...others] = resource.kind === 'paths' ? resource.assetIds : [];
  if (resource.kind !== 'paths' || assetId === undefined || others.length > 0)
    throw new RangeError('an edge token opens the paths of exactly one asset');
  if (tokenId === null || expiresAtSeconds === null) throw new RangeError('an edge token has an id and an end');
  const { patterns } = resource;
  const times = { notBeforeSeconds, expiresAtSeconds, renewableUntilSeconds };
  return { ...times, patterns, tokenId, assetId, subject, bindings };
}

/** Where and until when a child token opens something. */
export interface ChildTokenOrder {
  readonly patterns: readonly PathPattern[];
  readonly notBeforeSeconds: number | null;
  readonly expiresAtSeconds: number;
}

/**
 * A token for what lies below an object that `parent` opened: playlists, segments, keys (edge-access §15.1).
 * Inherits token id, asset, subject and all bindings, so that revoking the parent revokes it; cannot be renewed.
 * Throws a RangeError when `parent` has no token id or does not open exactly one asset's paths.
 */
export function issueChildToken<T extends Timing>(
  crypto: Crypto<T>,
  key: MacKeyRecord,
  parent: Grant,
  order: ChildTokenOrder,
): Timed<T, string> {
  return issueEdgeToken(crypto, key, {
    ...edgeTokenOrder({ ...parent, expiresAtSeconds: order.expiresAtSeconds }),
    ...order,
    renewableUntilSeconds: null,
  });
}
