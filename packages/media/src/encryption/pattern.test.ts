import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeCipher } from '../../test/support/node-cipher.ts';
import { audioPattern, encryptPattern, videoPattern } from './pattern.ts';

const cbcsKey = { cipher: nodeCipher, key: new Uint8Array(16).fill(1), constantIv: new Uint8Array(16).fill(2) };

/** Blocks that encryption changed, and whether anything after the last whole block did. */
function changed(length: number, pattern: typeof videoPattern): { blocks: number[]; tail: boolean } {
  const bytes = new Uint8Array(length);
  encryptPattern(cbcsKey, bytes, pattern);
  const wholeBlocks = Math.floor(length / 16);
  const isChanged = (start: number, end: number) => bytes.subarray(start, end).some((byte) => byte !== 0);
  const blocks = Array.from({ length: wholeBlocks }, (_, block) => block).filter((block) =>
    isChanged(block * 16, block * 16 + 16),
  );
  return { blocks, tail: isChanged(wholeBlocks * 16, length) };
}

describe('encryptPattern', () => {
  it('takes one block in ten of video', () => {
    expect(changed(16 * 21 + 15, videoPattern)).toEqual({ blocks: [0, 10, 20], tail: false });
  });

  it('takes all whole blocks of audio', () => {
    expect(changed(16 * 3 + 15, audioPattern)).toEqual({ blocks: [0, 1, 2], tail: false });
  });

  it('leaves less than a block alone', () => {
    expect(changed(15, audioPattern)).toEqual({ blocks: [], tail: false });
  });

  it('chains the encrypted blocks only', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 330, maxLength: 400 }), (clear) => {
        const bytes = clear.slice();
        encryptPattern(cbcsKey, bytes, videoPattern);
        const gathered = Buffer.concat([0, 10].map((block) => bytes.subarray(block * 16, block * 16 + 16)));
        const expected = Buffer.concat([0, 10].map((block) => clear.subarray(block * 16, block * 16 + 16)));
        expect(Buffer.compare(nodeCipher.decryptCbc(cbcsKey.key, cbcsKey.constantIv, gathered), expected)).toBe(0);
      }),
    );
  });
});
