import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainText } from '../../test/arbitraries.ts';
import { decodePercent, encodePercent, encodeTokenText } from './percent-encoding.ts';

describe('percent-encoding', () => {
  it('reads back any well-formed text, control characters included', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()),
        (text) => {
          expect(encodePercent(text)).toMatch(/^[A-Za-z0-9._~%-]*$/);
          expect(decodePercent(encodePercent(text))).toBe(text);
        },
      ),
    );
  });

  it('writes token fields with the characters of their grammar only', () => {
    fc.assert(
      fc.property(plainText(30), (text) => {
        expect(encodeTokenText(text)).toMatch(/^(?:[A-Za-z0-9._/:,@-]|%[0-9A-F]{2})*$/);
        expect(decodePercent(encodeTokenText(text))).toBe(text);
      }),
    );
  });

  it('decodes once and leaves plus signs alone', () => {
    expect(decodePercent('a%252Fb+c')).toBe('a%2Fb+c');
  });

  it.each(['%', '%4', '%GG', '%FF', '%C0%80', '%ED%A0%80', 'a b', 'é', 'a\u0000', 'a\u007f'])('refuses %j', (text) => {
    expect(decodePercent(text)).toBeNull();
  });
});
