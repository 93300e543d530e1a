import type { BlockCipher } from './block-cipher.ts';
export interface CbcsOptions {
  readonly cipher: BlockCipher;
  /** The clear init section. */
  readonly init: Uint8Array;
  readonly key: Uint8Array;
  /** Key id, 16 bytes. */
  readonly kid: Uint8Array;
  readonly constantIv: Uint8Array;
}
export interface CbcsEncryptor {
  readonly init: Uint8Array;
  encryptSegment(segment: Uint8Array): Uint8Array;
}
export function createCbcsEncryptor(_options: CbcsOptions): CbcsEncryptor {
  throw new Error('not built yet');
}
