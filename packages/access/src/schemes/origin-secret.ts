import { constantTimeEqual } from '../bytes/constant-time-equal.ts';
import { encodeUtf8 } from '../bytes/utf8.ts';
import { type Grant, unbound, type Verification } from '../grant.ts';
import { isMacKeyRecord, keyPowers } from '../keys/key-record.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { type PathPattern, parsePathPattern } from '../path/path-pattern.ts';
import { refuse } from '../refusal.ts';

/** The request field in which a CDN shows its origin secret, lower-case. */
export const originSecretField = 'x-origin-secret';

/** Media alone: a CDN never holds a content key. */
const mediaArea: readonly PathPattern[] = [parsePathPattern('/v/*')].filter((pattern) => pattern !== null);

/** Whether `text` can be an origin secret: long enough not to be guessed, and plain in every configuration language. */
export function isOriginSecret(text: string): boolean {
  return /^[A-Za-z0-9_-]{32,128}$/.test(text);
}

/**
 * The grant of a CDN that fetches from us and shows its origin secret: the media of every asset, because what a viewer
 * may have is decided at the CDN. Its keys are of the classes `cdn-origin:{name}`. No engine is needed: the secret is
 * compared as it is.
 */
export function verifyOriginSecret(ring: KeyRing, text: string): Verification {
  if (!isOriginSecret(text)) return refuse('token_malformed');
  const given = encodeUtf8(text);
  const record = ring
    .records()
    .filter((candidate) => candidate.keyClass.startsWith('cdn-origin:') && keyPowers[candidate.state].verifies)
    .find((candidate) => isMacKeyRecord(candidate) && constantTimeEqual(candidate.verifyKey.exportBytes(), given));
  return record === undefined ? refuse('token_invalid') : { ok: true, grant: originGrant(record.kid) };
}

function originGrant(keyId: string): Grant {
  return {
    scheme: 'cdn-origin',
    keyId,
    tokenId: null,
    subject: null,
    resource: { kind: 'area', patterns: mediaArea },
    actions: ['read'],
    notBeforeSeconds: null,
    expiresAtSeconds: null,
    renewableUntilSeconds: null,
    bindings: unbound,
  };
}
