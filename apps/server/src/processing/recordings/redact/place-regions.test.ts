import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RedactRegion } from '../../../ports/film-job.ts';
import { placeRegions, type RedactedFilm } from './place-regions.ts';

const film: RedactedFilm = {
  ...{ width: 320, height: 180, durationSeconds: 2, frameSeconds: 0.04 },
  times: Array.from({ length: 50 }, (_, index) => index / 25),
};
const region: RedactRegion = {
  ...{ unit: 'pixels', x: 11, y: 20, width: 30, height: 41, fromSec: 0, toSec: null },
  effect: { kind: 'box', color: '000000' },
};
const placed = (change: Partial<RedactRegion>, on: Partial<RedactedFilm> = {}) => {
  const placement = placeRegions([{ ...region, ...change }], { ...film, ...on });
  if (!placement.ok) throw new Error(placement.sentence);
  return placement.regions[0] ?? region;
};

describe('a region on the picture', () => {
  it('is rounded outward to even pixels', () => {
    expect(placed({})).toMatchObject({ x: 10, y: 20, width: 32, height: 42 });
    expect(placed({ x: 10, width: 32, height: 40 })).toMatchObject({ x: 10, width: 32, height: 40 });
  });

  it('has the pixels of its fractions', () => {
    expect(placed({ unit: 'fractions', x: 0.1, y: 0.1, width: 0.2, height: 0.3 })).toMatchObject({
      ...{ x: 32, y: 18, width: 64, height: 54 },
    });
  });

  it('covers what was asked for and stays inside of what is encoded', () => {
    const side = fc.integer({ min: 2, max: 4096 });
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(side, side, part, part, part, part, (width, height, left, top, wide, high) => {
        const asked = {
          ...({ unit: 'pixels', x: Math.floor(left * (width - 1)), y: Math.floor(top * (height - 1)) } as const),
          ...{ width: 1 + Math.floor(wide * (width - 1)), height: 1 + Math.floor(high * (height - 1)) },
        };
        fc.pre(asked.x + asked.width <= width && asked.y + asked.height <= height);
        const { x, y, width: w, height: h } = placed(asked, { width, height });
        expect([x % 2, y % 2, w % 2, h % 2]).toEqual([0, 0, 0, 0]);
        expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
        expect(Math.min(w, h)).toBeGreaterThanOrEqual(2);
        const [evenWidth, evenHeight] = [width - (width % 2), height - (height % 2)];
        expect([x + w <= evenWidth, y + h <= evenHeight]).toEqual([true, true]);
        expect([x <= asked.x, y <= asked.y]).toEqual([true, true]);
        expect(x + w).toBeGreaterThanOrEqual(Math.min(evenWidth, asked.x + asked.width));
        expect(y + h).toBeGreaterThanOrEqual(Math.min(evenHeight, asked.y + asked.height));
      }),
    );
  });

  it.each([
    [0.52, 0.52],
    [0.5, 0.48],
    [0, 0],
    [1.99, 1.96],
  ])('that begins at %s seconds begins with the picture of %s', (fromSec, shown) => {
    expect(placed({ fromSec }).fromSec).toBeCloseTo(shown, 9);
  });

  it('begins a picture early where nobody knows when pictures begin', () => {
    expect(placed({ fromSec: 0.5 }, { times: [] }).fromSec).toBeCloseTo(0.46, 9);
    expect(placed({ fromSec: 0 }, { times: [] }).fromSec).toBe(0);
  });

  it.each([
    [{ x: 300 }, 'regions[0] reaches outside the picture, which is 320×180 as shown: correct it.'],
    [{ y: 170 }, 'regions[0] reaches outside the picture, which is 320×180 as shown: correct it.'],
    [{ fromSec: 2 }, 'regions[0] begins behind the end of the recording, which lasts 2.00 seconds: correct it.'],
  ])('is refused with %j', (change, sentence) => {
    expect(placeRegions([{ ...region, ...change }], film)).toEqual({ ok: false, sentence });
  });
});
