import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planSlices, SLICE_BYTES, sliceRange } from './plan-slices.ts';

const M = SLICE_BYTES;

describe('the slices of a range', () => {
  it.each([
    ['one byte at the start', { first: 0, last: 0 }, [{ index: 0, start: 0, end: 1 }]],
    ['the last byte of a slice', { first: M - 1, last: M - 1 }, [{ index: 0, start: M - 1, end: M }]],
    ['a whole slice', { first: M, last: 2 * M - 1 }, [{ index: 1, start: 0, end: M }]],
    [
      'the seam of two',
      { first: M - 1, last: M },
      [
        { index: 0, start: M - 1, end: M },
        { index: 1, start: 0, end: 1 },
      ],
    ],
  ])('are those of %s', (_what, range, slices) => {
    expect(planSlices(range)).toEqual(slices);
  });

  it('give exactly the bytes of any range, in order', () => {
    const size = fc.integer({ min: 1, max: 5 * M });
    fc.assert(
      fc.property(size, fc.nat(), fc.nat(), (bytes, a, b) => {
        const [first = 0, last = 0] = [a % bytes, b % bytes].sort((x, y) => x - y);
        let next = first;
        for (const { index, start, end } of planSlices({ first, last })) {
          const slice = sliceRange(index, bytes);
          expect(slice.first + start).toBe(next);
          expect(end).toBeGreaterThan(start);
          next = slice.first + end;
          expect(next - 1).toBeLessThanOrEqual(slice.last);
        }
        expect(next).toBe(last + 1);
      }),
    );
  });
});
