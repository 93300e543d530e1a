import { encodeUtf8 } from '../bytes/utf8.ts';

/** A symmetric secret for HMAC-SHA256. It does not print its bytes. */
export class MacKey {
  readonly alg = 'HS256';
  readonly #bytes: Uint8Array;

  /** Copies `bytes`. Throws on an empty secret. */
  constructor(bytes: Uint8Array) {
    if (bytes.length === 0) throw new RangeError('a MAC key needs at least one byte');
    this.#bytes = bytes.slice();
  }

  /** A key whose bytes are the UTF-8 bytes of `secret` as written: hex digits are not decoded. */
  static fromText(secret: string): MacKey {
    return new MacKey(encodeUtf8(secret));
  }

  /** The secret, for the engine that computes with it. */
  exportBytes(): Uint8Array {
    return this.#bytes;
  }
}
