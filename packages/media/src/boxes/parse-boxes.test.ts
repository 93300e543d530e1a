import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MalformedMediaError } from '../errors/media-errors.ts';
import { ascii, concatBytes, u32, u64 } from './big-endian.ts';
import { findBox, findBoxes, parseBoxes, requireBox } from './parse-boxes.ts';
import { replaceBoxes, writeBox } from './write-box.ts';

const boxType = fc.string({
  unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789'),
  minLength: 4,
  maxLength: 4,
});
const plainBox = fc.record({ type: boxType, payload: fc.uint8Array({ maxLength: 40 }) });

describe('parseBoxes', () => {
  it('gives back what writeBox wrote', () => {
    fc.assert(
      fc.property(fc.array(plainBox), (boxes) => {
        const bytes = concatBytes(boxes.map(({ type, payload }) => writeBox(type, payload)));
        expect(parseBoxes(bytes).map(({ type, payload }) => ({ type, payload }))).toEqual(boxes);
      }),
    );
  });

  it('ends with boxes or a typed error for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          expect(concatBytes(parseBoxes(bytes).map((box) => box.bytes))).toEqual(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedMediaError);
        }
      }),
    );
  });

  it('reads a 64-bit size', () => {
    const bytes = concatBytes([u32(1), ascii('mdat'), u64(19), ascii('abc')]);
    expect(parseBoxes(bytes)).toMatchObject([{ type: 'mdat', payload: ascii('abc') }]);
  });

  it('lets a last box without a size reach to the end', () => {
    const bytes = concatBytes([writeBox('free'), u32(0), ascii('mdat'), ascii('abcde')]);
    expect(parseBoxes(bytes).map(({ type, payload }) => [type, payload.length])).toEqual([
      ['free', 0],
      ['mdat', 5],
    ]);
  });

  it.each([
    ['a size smaller than the header, which would be read for ever', concatBytes([u32(7), ascii('free')])],
    ['a long size smaller than its header', concatBytes([u32(1), ascii('free'), u64(15)])],
    ['a long size beyond every file', concatBytes([u32(1), ascii('free'), u32(0xffff_ffff, 0xffff_ffff)])],
    ['a box cut off', concatBytes([u32(100), ascii('free'), new Uint8Array(91)])],
    ['bytes left over', concatBytes([writeBox('free'), ascii('xyz')])],
    ['a type that is no text', concatBytes([u32(8), u32(0x0102_0304)])],
  ])('refuses %s', (_name, bytes) => {
    expect(() => parseBoxes(bytes)).toThrow(MalformedMediaError);
  });
});

describe('finding and replacing along a path', () => {
  const tree = writeBox('moov', writeBox('trak', writeBox('tkhd', u32(1))), writeBox('trak', writeBox('tkhd', u32(2))));

  it('finds all boxes of a path in file order', () => {
    expect(findBoxes(tree, 'moov', 'trak', 'tkhd').map(({ payload }) => payload)).toEqual([u32(1), u32(2)]);
    expect(findBox(tree, 'moov', 'mvex')).toBeUndefined();
    expect(() => requireBox(tree, 'moov', 'mvex')).toThrow('No box moov/mvex');
  });

  it('mends the sizes of the boxes around a replaced one', () => {
    const grown = replaceBoxes(tree, ['moov', 'trak', 'tkhd'], ({ payload }) => writeBox('tkhd', payload, payload));
    expect(findBoxes(grown, 'moov', 'trak', 'tkhd').map(({ payload }) => payload)).toEqual([u32(1, 1), u32(2, 2)]);
  });
});
