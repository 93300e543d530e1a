import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeHex, encodeHex } from './hex.ts';

it('reads back what it writes', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(decodeHex(encodeHex(bytes))).toEqual(bytes);
    }),
  );
});

it.each(['a', 'AB', 'ag', '0x', ' 00'])('refuses %j', (text) => {
  expect(decodeHex(text)).toBeNull();
});
