import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bare, formatAttributeList, quoted, scanAttributeList } from './attribute-list.ts';

const name = fc.string({ unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-'), minLength: 1 });
const quotedText = fc.string({ unit: 'binary' }).filter((text) => !/["\r\n]/.test(text));
const bareText = fc.string({ minLength: 1 }).filter((text) => /^[^",\s]+$/.test(text));
const attribute = fc.tuple(name, fc.oneof(quotedText.map(quoted), bareText.map(bare)));

describe('attribute lists', () => {
  it('are scanned to what they were formatted from', () => {
    fc.assert(
      fc.property(fc.array(attribute, { minLength: 1 }), (attributes) => {
        const text = formatAttributeList(attributes);
        const scanned = scanAttributeList(text)?.map(({ name: scannedName, isQuoted, start, end }) => {
          const value = text.slice(start, end);
          return [scannedName, isQuoted ? quoted(value) : bare(value)];
        });
        expect(scanned).toEqual(attributes);
      }),
    );
  });

  it('may have blanks after their commas', () => {
    const text = 'METHOD=AES-128, URI="a,b",\tIV=0x1 ';
    expect(scanAttributeList(text)?.map(({ start, end }) => text.slice(start, end))).toEqual([
      'AES-128',
      'a,b',
      '0x1 ',
    ]);
  });

  it.each(['', 'URI', 'URI="a', 'URI="a"x', 'uri="a"', 'URI="a",', 'A=1 B=2 "', 'URI="a"b"'])('refuse %j', (text) => {
    expect(scanAttributeList(text)).toBeNull();
  });

  it.each(['a"b', 'a\nb', 'a\rb'])('do not hold %j, which could break out of the quotes', (text) => {
    expect(() => formatAttributeList([['URI', quoted(text)]])).toThrow(TypeError);
  });

  it.each(['', 'a,b', 'a b', '"a"'])('do not hold %j without quotes', (text) => {
    expect(() => formatAttributeList([['TYPE', bare(text)]])).toThrow(TypeError);
  });
});
