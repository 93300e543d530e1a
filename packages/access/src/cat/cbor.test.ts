import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeHex, encodeHex } from '../bytes/hex.ts';
import { type CborValue, decodeCbor, encodeCbor } from './cbor.ts';

const bytesOf = (hex: string) => decodeHex(hex) ?? new Uint8Array();

const { value: values } = fc.letrec<{ value: CborValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.integer({ min: -0xffff_ffff, max: 0xffff_ffff }),
    fc.string(),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Uint8Array.from(bytes)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .uniqueArray(fc.tuple(fc.oneof(fc.integer({ min: -1000, max: 1000 }), fc.string()), tie('value')), {
        maxLength: 4,
        selector: ([key]) => key,
      })
      .map((entries) => new Map(entries)),
    fc.record({ tag: fc.nat(70_000), value: tie('value') }),
  ),
}));

describe('CBOR', () => {
  it('reads what it writes', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(decodeCbor(encodeCbor(value))).toEqual(value);
      }),
    );
  });

  it('has one encoding for what it reads', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const value = decodeCbor(bytes);
        if (value !== null) expect(encodeCbor(value)).toEqual(Uint8Array.from(bytes));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['00', 0],
    ['17', 23],
    ['1818', 24],
    ['1903e8', 1000],
    ['1a000f4240', 1_000_000],
    ['29', -10],
    ['3903e7', -1000],
    ['4401020304', Uint8Array.of(1, 2, 3, 4)],
    ['62c3bc', 'ü'],
    ['83010203', [1, 2, 3]],
    [
      'a201020304',
      new Map([
        [1, 2],
        [3, 4],
      ]),
    ],
    ['c11a514b67b0', { tag: 1, value: 1_363_896_240 }],
  ] as const)('writes the example of RFC 8949: %s', (hex, value) => {
    expect(encodeHex(encodeCbor(value as CborValue))).toBe(hex);
    expect(decodeCbor(bytesOf(hex))).toEqual(value);
  });

  it.each([
    ['nothing', ''],
    ['a byte too many', '0000'],
    ['a length in a longer form', '1817'],
    ['a length in a much longer form', '1a000000ff'],
    ['64 bits', '1b000000e8d4a51000'],
    ['an indefinite length', '5f42010243030405ff'],
    ['a float', 'f93c00'],
    ['true', 'f5'],
    ['a string cut short', '4401'],
    ['an array cut short', '8301'],
    ['a huge array', '9affffffff'],
    ['a map with a key twice', 'a201020103'],
    ['a map with a key that is bytes', 'a1410100'],
    ['text that is not UTF-8', '61ff'],
    ['too many levels', `${'81'.repeat(10)}00`],
  ])('refuses %s', (_what, hex) => {
    expect(decodeCbor(bytesOf(hex))).toBeNull();
  });

  it('writes no number over 32 bits', () => {
    for (const value of [2 ** 32, 1.5, Number.NaN]) expect(() => encodeCbor(value)).toThrow(RangeError);
  });
});
