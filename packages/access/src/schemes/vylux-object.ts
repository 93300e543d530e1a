import { decodeHex, encodeHex } from '../bytes/hex.ts';
import type { Crypto } from '../crypto/crypto.ts';
import type { MacKey } from '../crypto/mac-key.ts';
import { mapTimed, settle, type Timed, type Timing } from '../crypto/timing.ts';
import { type SchemeName, type StoreName, unbound, type Verification } from '../grant.ts';
import type { KeyRecord } from '../keys/key-record.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { matchMac } from '../keys/match-mac.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { formatObjectKey, maxTargetLength, parseObjectKey, type SignedUrlRefusal, splitTarget } from './object-key.ts';

/** A route whose signature opens exactly one stored object (Vylux contract §4.3, §4.4). */
export interface SignedObjectRoute {
  readonly scheme: SchemeName;
  readonly store: StoreName;
  readonly pathPrefix: string;
  /** What the signature covers before the decoded key; keeps the routes' signatures apart. */
  readonly signedPrefix: string;
}

export interface SignedObjectUrl {
  readonly ok: true;
  readonly key: string;
  /** As received; not checked. */
  readonly signature: string;
}

/** Parses a raw target of `route` without looking at the signature. */
export function parseObjectUrl(
  route: SignedObjectRoute,
  rawTarget: string,
): SignedObjectUrl | Refusal<SignedUrlRefusal> {
  if (rawTarget.length > maxTargetLength) return refuse('target_too_long');
  const split = splitTarget(rawTarget, route.pathPrefix, 1);
  if (split === null) return refuse('key_missing');
  const parsed = parseObjectKey(split.rest);
  return parsed.ok ? { ok: true, key: parsed.key, signature: split.segments[0] ?? '' } : parsed;
}

/** The URL path of `route` that opens `key`. Throws on an empty key or a lone surrogate. */
export function signObjectUrl<T extends Timing>(
  crypto: Crypto<T>,
  macKey: MacKey,
  route: SignedObjectRoute,
  key: string,
): Timed<T, string> {
  const encodedKey = formatObjectKey(key);
  return mapTimed(crypto, crypto.hmacSha256(macKey, route.signedPrefix + key), (mac: Uint8Array) => {
    return `${route.pathPrefix}${encodeHex(mac)}/${encodedKey}`;
  });
}

/** The grant of a parsed URL, or `token_invalid`. */
export function verifyObjectUrl<T extends Timing>(
  crypto: Crypto<T>,
  ring: KeyRing,
  route: SignedObjectRoute,
  url: SignedObjectUrl,
): Timed<T, Verification> {
  return mapTimed(crypto, matchDelivery(crypto, ring, route.signedPrefix + url.key, url.signature), (record) => {
    if (record === null) return refuse('token_invalid');
    const resource = { kind: 'object', store: route.store, key: url.key } as const;
    return { ok: true, grant: { ...deliveryGrant(route.scheme, record), resource, actions: ['read'] } };
  });
}

/** The delivery key whose lower-case hex HMAC-SHA256 of `signedText` is `signature`, or null. */
export function matchDelivery<T extends Timing>(
  crypto: Crypto<T>,
  ring: KeyRing,
  signedText: string,
  signature: string,
): Timed<T, KeyRecord | null> {
  const mac = decodeHex(signature);
  return mac === null ? settle(crypto, null) : matchMac(crypto, ring, 'vylux-delivery', signedText, mac);
}

/** What all delivery grants have in common: no end, no viewer, no conditions. */
export function deliveryGrant(scheme: SchemeName, record: KeyRecord) {
  return {
    scheme,
    keyId: record.kid,
    tokenId: null,
    subject: null,
    notBeforeSeconds: null,
    expiresAtSeconds: null,
    renewableUntilSeconds: null,
    bindings: unbound,
  } as const;
}
