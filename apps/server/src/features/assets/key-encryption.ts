import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** A secret as it is kept at rest. */
export interface WrappedSecret {
  /** Ciphertext followed by the 16-byte tag. */
  readonly wrapped: Uint8Array;
  readonly nonce: Uint8Array;
  /** Which key-encryption key wrapped it; also the additional authenticated data. */
  readonly kekVersion: string;
}

const TAG_BYTES = 16;
const NONCE_BYTES = 12;

/** Wraps with AES-256-GCM, the version as additional authenticated data (Vylux contract §12). */
export function wrapSecret(kek: Uint8Array, kekVersion: string, secret: Uint8Array, nonce: Uint8Array): WrappedSecret {
  const cipher = createCipheriv('aes-256-gcm', kek, nonce);
  cipher.setAAD(Buffer.from(kekVersion, 'ascii'));
  const wrapped = Buffer.concat([cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
  return { wrapped, nonce, kekVersion };
}

/** @throws when the key is another or a byte was changed. */
export function unwrapSecret(kek: Uint8Array, { wrapped, nonce, kekVersion }: WrappedSecret): Uint8Array {
  const decipher = createDecipheriv('aes-256-gcm', kek, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(kekVersion, 'ascii'));
  decipher.setAuthTag(wrapped.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(wrapped.subarray(0, -TAG_BYTES)), decipher.final()]);
}

/** Wraps with the newest version and unwraps with the one that a secret names. */
export interface KeyEncryption {
  wrap(secret: Uint8Array): WrappedSecret;
  /** @throws when the version is unknown here, the key is another or a byte was changed. */
  unwrap(secret: WrappedSecret): Uint8Array;
}

/** `versions` in the order of their making: version → 64 hexadecimal digits. */
export function createKeyEncryption(versions: ReadonlyMap<string, string>): KeyEncryption {
  const keks = new Map([...versions].map(([version, hex]) => [version, Buffer.from(hex, 'hex')]));
  const newest = [...keks].at(-1);
  if (newest === undefined) throw new RangeError('at least one key-encryption key is needed');
  return {
    wrap: (secret) => wrapSecret(newest[1], newest[0], secret, randomBytes(NONCE_BYTES)),
    unwrap(secret) {
      const kek = keks.get(secret.kekVersion);
      if (kek === undefined) throw new Error(`key-encryption key ${secret.kekVersion} is not configured`);
      return unwrapSecret(kek, secret);
    },
  };
}
