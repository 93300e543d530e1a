import { constantTimeEqual } from '../bytes/constant-time-equal.ts';
import { encodeHex } from '../bytes/hex.ts';
import type { Crypto } from '../crypto/crypto.ts';
import type { Timed, Timing } from '../crypto/timing.ts';
import type { Verification } from '../grant.ts';
import { refuse } from '../refusal.ts';
import { userGrant } from './user-grant.ts';

const head = 'lvz_live_';
const randomLength = 32;
const shownDigits = 8;

/** What is stored of an API key (LynxVizion contract §2.1). */
export interface ApiKeyRecord {
  readonly id: string;
  readonly userId: string;
  /** SHA-256 of the whole key, 32 bytes. */
  readonly hash: Uint8Array;
  /** False for a key that was deactivated, or whose owner is disabled. */
  readonly isActive: boolean;
}

/** An API key over 32 random bytes. */
export function formatApiKey(random: Uint8Array): string {
  if (random.length !== randomLength) throw new RangeError('an API key needs 32 random bytes');
  return head + encodeHex(random);
}

/** True when `text` means to be an API key; whether it is one says {@link isApiKey}. */
export function looksLikeApiKey(text: string): boolean {
  return text.startsWith('lvz_');
}

/** True when `text` has the one spelling of an API key. */
export function isApiKey(text: string): boolean {
  return /^lvz_live_[0-9a-f]{64}$/.test(text) && text.length === head.length + 2 * randomLength;
}

/** What is stored instead of the key: SHA-256 of its 73 ASCII bytes. 256 random bits need no salt. */
export function apiKeyHash<T extends Timing>(crypto: Crypto<T>, key: string): Timed<T, Uint8Array> {
  return crypto.sha256(key);
}

/** How a key is shown where the key itself must not be: its first eight digits. */
export function apiKeyPrefix(key: string): string {
  return `${key.slice(0, head.length + shownDigits)}...`;
}

/**
 * The grant of the key with this hash. `record` is what was found under it, null for nothing. One reason for all that
 * can be wrong, because the caller is told no more.
 */
export function verifyApiKey(record: ApiKeyRecord | null, hash: Uint8Array): Verification {
  if (record === null || !constantTimeEqual(record.hash, hash) || !record.isActive) return refuse('token_invalid');
  const { id: keyId, userId } = record;
  return { ok: true, grant: userGrant({ scheme: 'api-key', keyId, tokenId: null, userId, expiresAtSeconds: null }) };
}
