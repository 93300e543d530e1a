import type { Message } from './crypto.ts';
import type { MacKey } from './mac-key.ts';
import type { PrivateKey } from './signature-key.ts';
import type { Timed, Timing } from './timing.ts';

/**
 * Digests that are too weak for any format of ours and that some CDNs still ask for. Only an issuer needs them, so
 * WebCrypto, which has no MD5, does not have to.
 */
export interface LegacyCrypto<T extends Timing> {
  readonly timing: T;
  md5(message: Message): Timed<T, Uint8Array>;
  hmacSha1(key: MacKey, message: Message): Timed<T, Uint8Array>;
  /** RSASSA-PKCS1-v1_5 over SHA-1 (RFC 8017 §8.2). */
  signRsaSha1(key: PrivateKey, message: Message): Timed<T, Uint8Array>;
}
