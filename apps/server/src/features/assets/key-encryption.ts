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

/** The version alone, or with what else the secret belongs to; a version has no line break. */
const authenticated = (kekVersion: string, owner: string): Buffer =>
  Buffer.from(owner === '' ? kekVersion : `${kekVersion}\n${owner}`, 'utf8');

/**
 * Wraps with AES-256-GCM, the version as additional authenticated data (Vylux contract §12). With an `owner`, the secret
 * opens as that one's alone.
 */
export function wrapSecret(
  kek: Uint8Array,
  kekVersion: string,
  secret: Uint8Array,
  nonce: Uint8Array,
  owner = '',
): WrappedSecret {
  const cipher = createCipheriv('aes-256-gcm', kek, nonce);
  cipher.setAAD(authenticated(kekVersion, owner));
  const wrapped = Buffer.concat([cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
  return { wrapped, nonce, kekVersion };
}

/** @throws when the key or the owner is another, or a byte was changed. */
export function unwrapSecret(kek: Uint8Array, { wrapped, nonce, kekVersion }: WrappedSecret, owner = ''): Uint8Array {
  const decipher = createDecipheriv('aes-256-gcm', kek, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(authenticated(kekVersion, owner));
  decipher.setAuthTag(wrapped.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(wrapped.subarray(0, -TAG_BYTES)), decipher.final()]);
}

/** Wraps with the newest version and unwraps with the one that a secret names. */
export interface KeyEncryption {
  wrap(secret: Uint8Array, owner?: string): WrappedSecret;
  /** @throws when the version is unknown here, the key or the owner is another, or a byte was changed. */
  unwrap(secret: WrappedSecret, owner?: string): Uint8Array;
}

/** `versions` in the order of their making: version → 64 hexadecimal digits. */
export function createKeyEncryption(versions: ReadonlyMap<string, string>): KeyEncryption {
  const keks = new Map([...versions].map(([version, hex]) => [version, Buffer.from(hex, 'hex')]));
  const newest = [...keks].at(-1);
  if (newest === undefined) throw new RangeError('at least one key-encryption key is needed');
  return {
    wrap: (secret, owner) => wrapSecret(newest[1], newest[0], secret, randomBytes(NONCE_BYTES), owner),
    unwrap(secret, owner) {
      const kek = keks.get(secret.kekVersion);
      if (kek === undefined) throw new Error(`key-encryption key ${secret.kekVersion} is not configured`);
      return unwrapSecret(kek, secret, owner);
    },
  };
}
