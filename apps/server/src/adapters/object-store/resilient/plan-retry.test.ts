import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planRetry } from './plan-retry.ts';

const policy = { attempts: 4, baseMs: 100, mostMs: 300, wholeMs: 1000 };

test('the bound of the wait doubles up to the longest', () => {
  const almostOne = 0.999_999;
  expect([1, 2, 3].map((failures) => planRetry(policy, failures, 0, almostOne))).toEqual([99, 199, 299]);
  expect(planRetry(policy, 1, 0, 0)).toBe(0);
});

test('gives up after the last try, or when the time for all of them is over', () => {
  expect(planRetry(policy, 4, 0, 0)).toBeNull();
  expect(planRetry(policy, 1, 1000, 0)).toBeNull();
  expect(planRetry(policy, 1, 950, 0.9)).toBeNull();
});

test('tries are never more than allowed, and none begins after the whole time', () => {
  const random = fc.double({ min: 0, max: 0.999_999, noNaN: true });
  const tries = fc.array(fc.record({ random, tookMs: fc.integer({ min: 0, max: 2000 }) }), { minLength: 10 });
  fc.assert(
    fc.property(tries, (all) => {
      let elapsedMs = 0;
      let failures = 0;
      for (const { random: chance, tookMs } of all) {
        expect(elapsedMs).toBeLessThan(policy.wholeMs);
        elapsedMs += tookMs;
        failures += 1;
        const waitMs = planRetry(policy, failures, elapsedMs, chance);
        if (waitMs === null) break;
        elapsedMs += waitMs;
      }
      expect(failures).toBeLessThanOrEqual(policy.attempts);
    }),
  );
});
