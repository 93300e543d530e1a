import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeBase64url, encodeBase64url } from './base64url.ts';

it('writes what Node writes and reads it back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      const text = encodeBase64url(bytes);
      expect(text).toBe(Buffer.from(bytes).toString('base64url'));
      expect(decodeBase64url(text)).toEqual(bytes);
    }),
  );
});

it('accepts exactly one text for each byte string', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{0,12}$/), (text) => {
      const bytes = decodeBase64url(text);
      if (bytes !== null) expect(encodeBase64url(bytes)).toBe(text);
      else expect(Buffer.from(text, 'base64url').toString('base64url')).not.toBe(text);
    }),
  );
});

it.each(['A', 'AA=', 'AA==', 'AB', 'A+AA', 'A/AA', 'AA A', 'AAé', 'AAAAA'])('refuses %j', (text) => {
  expect(decodeBase64url(text)).toBeNull();
});
