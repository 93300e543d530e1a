import { type BlockCipher, blockBytes } from './block-cipher.ts';

/** Of every `crypt + skip` blocks the first `crypt` are encrypted (ISO/IEC 23001-7 §9.6); `skip` 0 means all. */
export interface Pattern {
  readonly crypt: number;
  readonly skip: number;
}

/** §10.4: one block in ten of video, … */
export const videoPattern: Pattern = { crypt: 1, skip: 9 };
/** … and audio whole; `tenc` writes that as 0:0. */
export const audioPattern: Pattern = { crypt: 0, skip: 0 };

/** Keys of one encryption: the vector is the same for every subsample (§10.4, constant IV). */
export interface CbcsKey {
  readonly cipher: BlockCipher;
  readonly key: Uint8Array;
  readonly constantIv: Uint8Array;
}

/**
 * Encrypts protected bytes in place. The CBC chain runs over the encrypted blocks alone and starts anew with each call;
 * a last block that is not whole stays clear (§9.6, §9.7).
 */
export function encryptPattern({ cipher, key, constantIv }: CbcsKey, bytes: Uint8Array, pattern: Pattern): void {
  const positions = encryptedBlocks(bytes.length, pattern);
  if (positions.length === 0) return;
  const gathered = new Uint8Array(positions.length * blockBytes);
  positions.forEach((position, index) => {
    copyBlock(bytes, position, gathered, index * blockBytes);
  });
  const encrypted = cipher.encryptCbc(key, constantIv, gathered);
  positions.forEach((position, index) => {
    copyBlock(encrypted, index * blockBytes, bytes, position);
  });
}

function encryptedBlocks(length: number, { crypt, skip }: Pattern): number[] {
  const period = crypt + skip;
  const positions: number[] = [];
  for (let block = 0; (block + 1) * blockBytes <= length; block += 1) {
    if (skip === 0 || block % period < crypt) positions.push(block * blockBytes);
  }
  return positions;
}

/** A loop, because a view on each of a million blocks would cost more than the encryption. */
function copyBlock(from: Uint8Array, fromStart: number, to: Uint8Array, toStart: number): void {
  for (let offset = 0; offset < blockBytes; offset += 1) to[toStart + offset] = from[fromStart + offset] ?? 0;
}
