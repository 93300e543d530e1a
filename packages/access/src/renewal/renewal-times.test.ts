import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isHalfSpent, renewAfterSeconds, renewalDelaySeconds } from './renewal-times.ts';

it.each([
  ['the example of edge-access §19', 1777032108, 1777035708, 1777034988],
  ['a life of 100 seconds', 0, 100, 70],
  ['a life of a minute', 0, 60, 30],
  ['a life of ten seconds', 0, 10, 5],
])('renews after %s', (_what, issuedAt, expiresAt, renewAfter) => {
  expect(renewAfterSeconds(issuedAt, expiresAt)).toBe(renewAfter);
});

it('never renews at once, nor after the end', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 86_400 }), (ttl) => {
      const renewAfter = renewAfterSeconds(1000, 1000 + ttl);
      expect(renewAfter).toBeGreaterThan(1000);
      expect(renewAfter).toBeLessThan(1000 + ttl);
    }),
  );
});

it('spreads clients a tenth to either side', () => {
  expect(renewalDelaySeconds(1100, 1000, 0)).toBeCloseTo(90);
  expect(renewalDelaySeconds(1100, 1000, 0.5)).toBeCloseTo(100);
  expect(renewalDelaySeconds(1100, 1000, 0.999)).toBeLessThan(110);
  expect(renewalDelaySeconds(1000, 1100, 0.5)).toBe(0);
});

it('knows when half of a life is spent', () => {
  expect(isHalfSpent(1000, 2000, 1500)).toBe(false);
  expect(isHalfSpent(1000, 2000, 1501)).toBe(true);
});
