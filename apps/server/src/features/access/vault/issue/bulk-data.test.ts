import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bulkData } from './bulk-data.ts';

it('is an object of exactly the names that were asked for, whatever they hold', () => {
  const names = fc.uniqueArray(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('__proto__', '7', '1', '"')));
  fc.assert(
    fc.property(names, (given) => {
      const parsed = JSON.parse(bulkData(given.map((name, index) => [name, `u${index}`]))) as object;
      expect(new Map(Object.entries(parsed))).toEqual(new Map(given.map((name, index) => [name, `u${index}`])));
    }),
  );
});

it('keeps the order of the call, also of names that are numbers, and escapes no more than JSON needs', () => {
  expect(
    bulkData([
      ['b/&', 'x?a=1&b=2'],
      ['7', 'y'],
    ]),
  ).toBe('{"b/&":"x?a=1&b=2","7":"y"}');
});
