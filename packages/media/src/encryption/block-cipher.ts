/**
 * AES-128 in CBC mode without padding, handed in by the caller: this package runs where Node's crypto does not.
 * `data` is a whole number of 16-byte blocks; the result is new bytes of the same length.
 */
export interface BlockCipher {
  encryptCbc(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array;
  decryptCbc(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array;
}

export const blockBytes = 16;
