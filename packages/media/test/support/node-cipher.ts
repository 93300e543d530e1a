import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { BlockCipher } from '../../src/index.ts';

/** The block cipher of Node's OpenSSL. */
export const nodeCipher: BlockCipher = {
  encryptCbc: (key, iv, data) => createCipheriv('aes-128-cbc', key, iv).setAutoPadding(false).update(data),
  decryptCbc: (key, iv, data) => createDecipheriv('aes-128-cbc', key, iv).setAutoPadding(false).update(data),
};
