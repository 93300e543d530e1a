import { describe, expect, it } from 'vitest';
import { averageBitsPerSecond, peakBitsPerSecond } from './measured-bitrate.ts';

const measured = (...segments: [seconds: number, bytes: number][]) => ({
  timescale: 1000,
  segments: segments.map(([seconds, bytes]) => ({ durationTicks: seconds * 1000, bytes })),
});

describe('peakBitsPerSecond', () => {
  it('is that of the heaviest segment', () => {
    expect(peakBitsPerSecond(measured([6, 6000], [6, 12_000], [6, 3000]))).toBe(16_000);
  });

  it('leaves out a last segment shorter than half the target, however dense', () => {
    expect(peakBitsPerSecond(measured([6, 6000], [0.1, 5000]))).toBe(Math.ceil((11_000 * 8) / 6.1));
  });

  it('looks at runs of short segments as well', () => {
    expect(peakBitsPerSecond(measured([10, 1000], [4, 4000], [4, 8000], [4, 4000]))).toBe(Math.ceil((12_000 * 8) / 8));
  });

  it('is the average where every segment is too short to count', () => {
    expect(peakBitsPerSecond(measured([0.2, 100]))).toBe(4000);
  });

  it('is nothing for no segments', () => {
    expect(peakBitsPerSecond(measured())).toBe(0);
  });
});

describe('averageBitsPerSecond', () => {
  it('divides all bits by all seconds and rounds up', () => {
    expect(averageBitsPerSecond(measured([6, 6000], [3, 1000]))).toBe(6223);
  });
});
