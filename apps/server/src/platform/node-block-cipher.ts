import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { BlockCipher } from '@sluice/media';

/** AES-128-CBC without padding on Node's OpenSSL. */
export function nodeBlockCipher(): BlockCipher {
  return {
    encryptCbc(key, iv, data) {
      const cipher = createCipheriv('aes-128-cbc', key, iv).setAutoPadding(false);
      return withoutRemainder(cipher.update(data), cipher.final());
    },
    decryptCbc(key, iv, data) {
      const decipher = createDecipheriv('aes-128-cbc', key, iv).setAutoPadding(false);
      return withoutRemainder(decipher.update(data), decipher.final());
    },
  };
}

/** Whole blocks come out of `update` at once; `final` only checks that nothing is left. */
function withoutRemainder(bytes: Uint8Array, rest: Uint8Array): Uint8Array {
  return rest.length === 0 ? bytes : Buffer.concat([bytes, rest]);
}
