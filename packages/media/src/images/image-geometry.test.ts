import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideImageGeometry, type GeometryRule } from './image-geometry.ts';

const still = { widthPx: 400, heightPx: 300, isAnimated: false };
const moving = { ...still, isAnimated: true };

function decided(rule: GeometryRule, source: typeof still, box: readonly [number | null, number | null]) {
  const geometry = decideImageGeometry(source, { widthPx: box[0], heightPx: box[1] }, rule);
  return geometry === null ? null : `${geometry.kind} ${geometry.widthPx}x${geometry.heightPx}`;
}

describe('proportional', () => {
  it.each([
    [[200, null], 'scale 200x150'],
    [[null, 150], 'scale 200x150'],
    [[0, 150], 'scale 200x150'],
    [[101, null], 'scale 101x76'],
    [[100, 100], 'cover 100x100'],
    [[null, null], 'keep 400x300'],
    [[0, 0], 'keep 400x300'],
    [[800, null], 'keep 400x300'],
    [[400, null], 'keep 400x300'],
    [[null, 9999], 'keep 400x300'],
    // A box that is too large keeps its shape.
    [[800, 800], 'cover 300x300'],
    [[800, 600], 'keep 400x300'],
    [[401, 1], 'cover 400x1'],
    [[1, null], 'scale 1x1'],
  ] as const)('%j of 400x300 is %s', (box, expected) => {
    expect(decided('proportional', still, box)).toBe(expected);
    expect(decided('proportional', moving, box)).toBe(expected);
  });

  const side = fc.integer({ min: 1, max: 20_000 });
  const open = fc.option(fc.integer({ min: 0, max: 20_000 }));

  it('never enlarges, never makes a side of nothing, and stays inside the box', () => {
    fc.assert(
      fc.property(side, side, open, open, (widthPx, heightPx, boxWidth, boxHeight) => {
        const asked = { widthPx: boxWidth, heightPx: boxHeight };
        const made = decideImageGeometry({ widthPx, heightPx, isAnimated: false }, asked, 'proportional');
        expect(made?.widthPx).toBeLessThanOrEqual(Math.min(widthPx, boxWidth || widthPx));
        expect(made?.heightPx).toBeLessThanOrEqual(Math.min(heightPx, boxHeight || heightPx));
        expect(Math.min(made?.widthPx ?? 0, made?.heightPx ?? 0)).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});

describe('like the reference', () => {
  it.each([
    [[200, null], 'cover 200x200'],
    [[200, 0], 'cover 200x200'],
    [[800, null], 'cover 800x800'],
    [[800, 100], 'cover 800x100'],
    [[null, 100], null],
    [[0, 100], null],
    [[null, null], 'keep 400x300'],
    [[0, 0], 'keep 400x300'],
  ] as const)('%j of a still picture is %s', (box, expected) => {
    expect(decided('vylux', still, box)).toBe(expected);
  });

  it.each([
    [[200, null], 'scale 200x150'],
    [[800, null], 'scale 800x600'],
    [[100, 100], 'cover 100x100'],
    [[null, 100], null],
  ] as const)('%j of an animation is %s', (box, expected) => {
    expect(decided('vylux', moving, box)).toBe(expected);
  });
});
