import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Allowance, fullAllowance, takeAllowance } from './allowance.ts';

const rate = { perSecond: 2, burst: 3 };

it('lets so many through at once, and one more for each part of a second', () => {
  let left: Allowance | null = fullAllowance(rate, 0);
  for (const nowMs of [0, 0, 0, 500]) {
    left = left === null ? null : takeAllowance(left, rate, nowMs);
    expect(left).not.toBeNull();
  }
  expect(takeAllowance(left ?? fullAllowance(rate, 0), rate, 500)).toBeNull();
});

it('never lets more through than its burst and what has grown since', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(2000), { maxLength: 60 }), (pauses) => {
      let left = fullAllowance(rate, 0);
      let nowMs = 0;
      let taken = 0;
      for (const pause of pauses) {
        nowMs += pause;
        const next = takeAllowance(left, rate, nowMs);
        if (next === null) continue;
        left = next;
        taken += 1;
      }
      expect(taken).toBeLessThanOrEqual(rate.burst + (nowMs / 1000) * rate.perSecond + 1e-6);
    }),
  );
});
