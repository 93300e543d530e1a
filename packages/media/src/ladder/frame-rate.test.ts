import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { segmentFrames, timescaleFor } from './frame-rate.ts';

const rate = (numerator: number, denominator: number) => ({ numerator, denominator });

describe('segmentFrames', () => {
  it.each([
    [30000, 1001, 180],
    [24000, 1001, 144],
    [25, 1, 150],
    [30, 1, 180],
    [60, 1, 360],
    [90000, 2999, 180],
    [1, 30, 1],
  ])('cuts %i/%i frames per second into six seconds of %i frames', (numerator, denominator, frames) => {
    expect(segmentFrames(rate(numerator, denominator), 6)).toBe(frames);
  });
});

describe('timescaleFor', () => {
  it.each([
    [30, 1, 30000, 1000],
    [30000, 1001, 30000, 1001],
    [24000, 1001, 24000, 1001],
    [60000, 2000, 30000, 1000],
    [90000, 2999, 90000, 2999],
    [25, 1, 25000, 1000],
    [15, 2, 15000, 2000],
    [120, 1, 12000, 100],
  ])('counts %i/%i frames per second in %i ticks, %i a frame', (numerator, denominator, timescale, ticksPerFrame) => {
    expect(timescaleFor(rate(numerator, denominator))).toEqual({ timescale, ticksPerFrame });
  });

  it('is exact and fine enough for every rate', () => {
    const part = fc.integer({ min: 1, max: 200_000 });
    fc.assert(
      fc.property(part, part, (numerator, denominator) => {
        const { timescale, ticksPerFrame } = timescaleFor(rate(numerator, denominator));
        expect(BigInt(timescale) * BigInt(denominator)).toBe(BigInt(ticksPerFrame) * BigInt(numerator));
        expect(timescale).toBeGreaterThanOrEqual(10_000);
      }),
    );
  });

  it.each([
    [0, 1],
    [30, 0],
    [29.97, 1],
    [Number.NaN, 1],
    [-30, 1],
    [2 ** 40, 1],
  ])('refuses %d/%d', (numerator, denominator) => {
    expect(() => timescaleFor(rate(numerator, denominator))).toThrow(RangeError);
  });
});
