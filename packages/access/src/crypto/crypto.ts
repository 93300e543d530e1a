import type { MacKey } from './mac-key.ts';
import type { PrivateKey, PublicKey } from './signature-key.ts';
import type { Timed, Timing } from './timing.ts';

/** What is hashed or signed: bytes, or text that stands for its UTF-8 bytes. */
export type Message = Uint8Array | string;

/**
 * The cryptography that verifying and issuing need, handed in by the runtime. Every function of this package that takes
 * a `Crypto` answers in its timing: at once for a {@link SyncCrypto}, by a promise for an {@link AsyncCrypto}.
 * Implementations compare in constant time and may cache what they import per key object.
 */
export interface Crypto<T extends Timing> {
  readonly timing: T;
  sha256(message: Message): Timed<T, Uint8Array>;
  hmacSha256(key: MacKey, message: Message): Timed<T, Uint8Array>;
  verifyHmacSha256(key: MacKey, message: Message, mac: Uint8Array): Timed<T, boolean>;
  /** A signature in JWS form (RFC 7518 §3: ECDSA as r‖s). */
  sign(key: PrivateKey, message: Message): Timed<T, Uint8Array>;
  verify(key: PublicKey, message: Message, signature: Uint8Array): Timed<T, boolean>;
}

export type SyncCrypto = Crypto<'sync'>;
export type AsyncCrypto = Crypto<'async'>;
