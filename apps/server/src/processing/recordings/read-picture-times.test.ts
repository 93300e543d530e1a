import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePictureTimes } from './read-picture-times.ts';

describe('the times of pictures', () => {
  it('are in the order of being shown, from the beginning of the file', () => {
    const csv =
      'packet,10.040000\npacket,10.120000,\npacket,10.080000\npacket,N/A\npacket,9.960000\nformat,10.000000\n';
    expect(parsePictureTimes(csv).map((time) => Number(time.toFixed(6)))).toEqual([-0.04, 0.04, 0.08, 0.12]);
  });

  it('are numbers, whatever is printed', () => {
    fc.assert(
      fc.property(fc.string(), (csv) => {
        expect(parsePictureTimes(csv).every(Number.isFinite)).toBe(true);
      }),
    );
  });
});
