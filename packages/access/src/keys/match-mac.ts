import type { Crypto, Message } from '../crypto/crypto.ts';
import { chainTimed, settle, type Timed, type Timing } from '../crypto/timing.ts';
import { isMacKeyRecord, type KeyClass, type KeyRecord } from './key-record.ts';
import type { KeyRing } from './key-ring.ts';

/** The key of `keyClass` under which `mac` is the HMAC-SHA256 of `message`, or null: for schemes that name no key. */
export function matchMac<T extends Timing>(
  crypto: Crypto<T>,
  ring: KeyRing,
  keyClass: KeyClass,
  message: Message,
  mac: Uint8Array,
): Timed<T, KeyRecord | null> {
  const keys = ring.verifyingKeys(keyClass).filter(isMacKeyRecord);
  const tryFrom = (index: number): Timed<T, KeyRecord | null> => {
    const record = keys[index];
    if (record === undefined) return settle(crypto, null);
    return chainTimed(crypto, crypto.verifyHmacSha256(record.verifyKey, message, mac), (isMatch: boolean) =>
      isMatch ? settle<T, KeyRecord | null>(crypto, record) : tryFrom(index + 1),
    );
  };
  return tryFrom(0);
}

/** As {@link matchMac}, with the same work whichever key matches, or none: all are tried. */
export function matchMacAmongAll<T extends Timing>(
  crypto: Crypto<T>,
  ring: KeyRing,
  keyClass: KeyClass,
  message: Message,
  mac: Uint8Array,
): Timed<T, KeyRecord | null> {
  const keys = ring.verifyingKeys(keyClass).filter(isMacKeyRecord);
  const tryFrom = (index: number, matched: KeyRecord | null): Timed<T, KeyRecord | null> => {
    const record = keys[index];
    if (record === undefined) return settle(crypto, matched);
    return chainTimed(crypto, crypto.verifyHmacSha256(record.verifyKey, message, mac), (isMatch: boolean) =>
      tryFrom(index + 1, isMatch ? (matched ?? record) : matched),
    );
  };
  return tryFrom(0, null);
}
