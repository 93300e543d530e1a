import type { Sample } from '@sluice/media';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAudioCutter } from './audio-cutter.ts';

const cut = {
  videoFrameRate: { numerator: 30000, denominator: 1001 },
  segmentFrames: 60,
  timescale: 48_000,
  primingTicks: 1024,
};
const aacFrame: Sample = { durationTicks: 1024, compositionOffsetTicks: 0, isSync: true, bytes: new Uint8Array(0) };
const frames = (count: number) => Array.from({ length: count }, () => aacFrame);

function cutAll(batches: number[]): number[] {
  const cutter = createAudioCutter(cut);
  const segments = batches.flatMap((count) => cutter.push(frames(count)));
  return [...segments, cutter.rest()].map(({ length }) => length);
}

describe('createAudioCutter', () => {
  it('ends every segment within half an AAC frame of the video segment', () => {
    const lengths = cutAll([1000]).slice(0, -1);
    let endTicks = 0;
    lengths.forEach((length, index) => {
      endTicks += length * 1024;
      const borderTicks = (index + 1) * 2.002 * 48_000 + 1024;
      expect(Math.abs(endTicks - borderTicks)).toBeLessThanOrEqual(512);
    });
    expect(lengths.length).toBe(10);
  });

  it('cuts the same whatever the batches in which samples arrive', () => {
    const batch = fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 20 });
    fc.assert(
      fc.property(batch, (batches) => {
        const total = batches.reduce((sum, count) => sum + count, 0);
        expect(cutAll(batches)).toEqual(cutAll([total]));
      }),
    );
  });

  it('keeps what is left as the last segment', () => {
    expect(cutAll([100])).toEqual([95, 5]);
  });
});
