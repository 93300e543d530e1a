import { describe, expect, test } from 'vitest';
import { bufferedSpans, fractionAt } from './slider-geometry.ts';

describe('pointer', () => {
  test('in the middle', () => expect(fractionAt(150, 100, 100)).toBe(0.5));
  test('dragged past the ends', () => {
    expect(fractionAt(20, 100, 100)).toBe(0);
    expect(fractionAt(900, 100, 100)).toBe(1);
  });
  test('on a slider that is not laid out', () => expect(fractionAt(5, 0, 0)).toBe(0));
});

describe('loaded stretches', () => {
  test('are parts of the length', () => {
    expect(
      bufferedSpans(
        [
          [0, 5],
          [10, 20.4],
        ],
        20,
      ),
    ).toEqual([
      { start: 0, end: 0.25 },
      { start: 0.5, end: 1 },
    ]);
  });
  test.each([Number.NaN, 0, Number.POSITIVE_INFINITY])('are unknown for a length of %d', (durationSeconds) => {
    expect(bufferedSpans([[0, 5]], durationSeconds)).toEqual([]);
  });
});
