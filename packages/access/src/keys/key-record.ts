import { MacKey } from '../crypto/mac-key.ts';
import type { PrivateKey, PublicKey } from '../crypto/signature-key.ts';

/**
 * What a key is for. Keys of two classes never share a secret (edge-access §3).
 * `vylux-delivery` signs image, original and thumb URLs; `object-url` signs URLs of single objects;
 * `vylux-key-token` signs playback tokens for content keys;
 * `vault-url` signs URLs for objects of providers, `upload-grant` the right to bring one in;
 * `user-jwt` verifies the tokens of an identity provider, which names its keys as it likes;
 * `video-jwt` verifies what a back end signs with a key that it was given, for playback and spaces;
 * `cdn:{name}` signs for a CDN, and by `cdn-origin:{name}` that CDN is known when it fetches from us.
 */
export type KeyClass =
  | 'edge-hmac'
  | 'edge-jwt-sym'
  | 'edge-jwt-asym'
  | 'vylux-delivery'
  | 'object-url'
  | 'vylux-key-token'
  | 'vault-url'
  | 'upload-grant'
  | 'webhook'
  | 'user-jwt'
  | 'video-jwt'
  | `cdn:${string}`
  | `cdn-origin:${string}`;

/** Stations of a key's life (edge-access §18). */
export type KeyState = 'pending' | 'active' | 'retiring' | 'retired' | 'revoked';

/**
 * What a key may do in each state. A pending key verifies already: an edge learns of a promotion a moment after the
 * issuer has begun to sign, and must not refuse what was signed in between.
 */
export const keyPowers: Readonly<Record<KeyState, { readonly signs: boolean; readonly verifies: boolean }>> = {
  pending: { signs: false, verifies: true },
  active: { signs: true, verifies: true },
  retiring: { signs: false, verifies: true },
  retired: { signs: false, verifies: false },
  revoked: { signs: false, verifies: false },
};

/** One key of the ring. The algorithm is that of the key itself; no credential can choose another. */
export interface KeyRecord {
  readonly keyClass: KeyClass;
  /** `[A-Za-z0-9_-]{1,32}`, never used again. */
  readonly kid: string;
  readonly state: KeyState;
  readonly verifyKey: MacKey | PublicKey;
  /** Null where only verifying is possible. */
  readonly signKey: MacKey | PrivateKey | null;
}

/** The record of a symmetric key. */
export interface MacKeyRecord extends KeyRecord {
  readonly verifyKey: MacKey;
}

/** The record of `key`, which both signs and verifies. */
export function macKeyRecord(keyClass: KeyClass, kid: string, key: MacKey, state: KeyState = 'active'): MacKeyRecord {
  return { keyClass, kid, state, verifyKey: key, signKey: key };
}

/** True when `record` verifies by HMAC. */
export function isMacKeyRecord(record: KeyRecord): record is MacKeyRecord {
  return record.verifyKey instanceof MacKey;
}

/** True when `text` can be a key id. */
export function isKeyId(text: string): boolean {
  return /^[A-Za-z0-9_-]{1,32}$/.test(text);
}
