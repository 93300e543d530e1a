import type { BlockCipher } from './block-cipher.ts';
export function encryptAes128Segment(
  _c: BlockCipher,
  _key: Uint8Array,
  _sequenceNumber: number,
  _segment: Uint8Array,
): Uint8Array {
  throw new Error('not built yet');
}
export function decryptAes128Segment(
  _c: BlockCipher,
  _key: Uint8Array,
  _sequenceNumber: number,
  _segment: Uint8Array,
): Uint8Array {
  throw new Error('not built yet');
}
