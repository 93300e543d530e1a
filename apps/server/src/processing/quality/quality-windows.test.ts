import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planQualityWindows } from './quality-windows.ts';

const segments = (count: number, frames = 150): number[] => Array.from({ length: count }, () => frames);

describe('the frames that quality is judged by', () => {
  it('are two seconds of three places of a long film', () => {
    expect(planQualityWindows(segments(100), 25, true)).toEqual([
      { segmentNumber: 17, firstFrame: 16 * 150, frames: 50 },
      { segmentNumber: 51, firstFrame: 50 * 150, frames: 50 },
      { segmentNumber: 84, firstFrame: 83 * 150, frames: 50 },
    ]);
  });

  it('are a twentieth of a short film, from its middle', () => {
    expect(planQualityWindows(segments(5), 25, true)).toEqual([{ segmentNumber: 3, firstFrame: 300, frames: 38 }]);
  });

  it('are those of the beginning where the film cannot be entered elsewhere', () => {
    expect(planQualityWindows(segments(100), 25, false)).toEqual([{ segmentNumber: 1, firstFrame: 0, frames: 50 }]);
  });

  it('are none of a film without frames', () => {
    expect(planQualityWindows([], 25, true)).toEqual([]);
  });

  it('lie inside of their segments, do not overlap and are never more than six seconds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 120 }),
        fc.boolean(),
        (lengths, rate, canSeek) => {
          const windows = planQualityWindows(lengths, rate, canSeek);
          expect(windows.length).toBeGreaterThan(0);
          expect(new Set(windows.map(({ segmentNumber }) => segmentNumber)).size).toBe(windows.length);
          for (const { segmentNumber, firstFrame, frames } of windows) {
            const before = lengths.slice(0, segmentNumber - 1).reduce((sum, each) => sum + each, 0);
            expect(firstFrame).toBe(before);
            expect(frames).toBeLessThanOrEqual(lengths[segmentNumber - 1] ?? 0);
          }
          const sampled = windows.reduce((sum, { frames }) => sum + frames, 0);
          expect(sampled).toBeLessThanOrEqual(6 * rate + windows.length);
        },
      ),
    );
  });
});
