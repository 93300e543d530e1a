import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rescale } from './rescale.ts';
import { createTimeline, frameSeconds } from './video-timeline.ts';

const ntsc = { numerator: 30000, denominator: 1001 };
const milliseconds = (pts: number) => ({ pts, numerator: 1, denominator: 1000 });

describe('createTimeline', () => {
  it('starts with the picture when there is no sound', () => {
    const timeline = createTimeline(ntsc, { pts: 126_000, numerator: 1, denominator: 90_000 }, null);
    expect(timeline).toMatchObject({ ticksPerSecond: 30_000_000, ticksPerFrame: 1_001_000, zeroTicks: 42_000_000 });
  });

  it('starts with the picture when the sound begins less than a frame before it', () => {
    expect(createTimeline(ntsc, milliseconds(23), milliseconds(0)).zeroTicks).toBe(rescale(23, 30_000_000, 1000));
  });

  it('starts whole frames before the picture when the sound begins earlier', () => {
    const timeline = createTimeline(ntsc, milliseconds(700), milliseconds(0));
    expect(timeline.zeroTicks).toBe(700 * 30_000 - 20 * 1_001_000);
  });

  it('starts with the picture when the sound begins later', () => {
    expect(createTimeline(ntsc, milliseconds(5), milliseconds(900)).zeroTicks).toBe(150_000);
  });

  it('keeps the picture on the grid of frames and never starts later than it', () => {
    const start = fc.integer({ min: -1_000_000, max: 100_000_000 });
    fc.assert(
      fc.property(start, start, (video, audio) => {
        const timeline = createTimeline(ntsc, milliseconds(video), milliseconds(audio));
        const lead = rescale(video, timeline.ticksPerSecond, 1000) - timeline.zeroTicks;
        expect(lead % timeline.ticksPerFrame).toBe(0);
        expect(lead).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('frameSeconds', () => {
  it('counts from presentation zero', () => {
    const timeline = createTimeline(ntsc, milliseconds(4000), null);
    expect(frameSeconds(timeline, 180)).toBeCloseTo(6.006, 9);
  });
});

describe('rescale', () => {
  it('rounds to the nearest, halves up, below zero as above', () => {
    expect([rescale(1, 1, 2), rescale(-1, 1, 2), rescale(-3, 1, 2), rescale(7, 1, 3)]).toEqual([1, 0, -1, 2]);
  });

  it('is exact where a floating-point product is not', () => {
    expect(rescale(9_007_199_254_740_991, 3, 3)).toBe(9_007_199_254_740_991);
  });
});
