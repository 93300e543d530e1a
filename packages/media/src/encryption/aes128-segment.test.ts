import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeCipher } from '../../test/support/node-cipher.ts';
import { MalformedMediaError } from '../errors/media-errors.ts';
import { decryptAes128Segment, encryptAes128Segment } from './aes128-segment.ts';

const key = new Uint8Array(16).fill(7);

describe('AES-128 segments', () => {
  it('decrypt to what was encrypted, whatever its length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), fc.nat(), (segment, number) => {
        const encrypted = encryptAes128Segment(nodeCipher, key, number, segment);
        expect(encrypted.length).toBe(16 * Math.floor(segment.length / 16) + 16);
        expect(Uint8Array.from(decryptAes128Segment(nodeCipher, key, number, encrypted))).toEqual(segment);
      }),
    );
  });

  it('differ by sequence number', () => {
    const encrypted = [1, 2].map((number) => encryptAes128Segment(nodeCipher, key, number, new Uint8Array(16)));
    expect(encrypted[0]).not.toEqual(encrypted[1]);
  });

  it('do not decrypt with another key', () => {
    const encrypted = encryptAes128Segment(nodeCipher, key, 1, new Uint8Array(15));
    expect(() => decryptAes128Segment(nodeCipher, new Uint8Array(16), 1, encrypted)).toThrow(MalformedMediaError);
  });

  it.each([0, 8, 17])('are whole blocks, not %i bytes', (bytes) => {
    expect(() => decryptAes128Segment(nodeCipher, key, 1, new Uint8Array(bytes))).toThrow(MalformedMediaError);
  });
});
