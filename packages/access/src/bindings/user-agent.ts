import { encodeHex } from '../bytes/hex.ts';
import type { Crypto } from '../crypto/crypto.ts';
import { mapTimed, type Timed, type Timing } from '../crypto/timing.ts';

/** What a grant binds of a `User-Agent` header: the first 16 hex digits of its SHA-256 (edge-access §11). */
export function userAgentFingerprint<T extends Timing>(crypto: Crypto<T>, header: string): Timed<T, string> {
  return mapTimed(crypto, crypto.sha256(header), (digest: Uint8Array) => encodeHex(digest.subarray(0, 8)));
}
