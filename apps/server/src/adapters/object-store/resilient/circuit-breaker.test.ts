import fc from 'fast-check';
import { expect, test } from 'vitest';
import { admitCall, type Breaker, closedBreaker, settleCall } from './circuit-breaker.ts';

const policy = { failures: 3, windowMs: 1000, pauseMs: 500 };
const failing = (breaker: Breaker, nowMs: number) =>
  settleCall(breaker, { kind: 'call', outcome: 'failed' }, nowMs, policy);

test('opens with the last of so many failures in a row within the window', () => {
  const twice = failing(failing(closedBreaker, 0), 400);
  expect(twice.state).toBe('closed');
  expect(failing(twice, 999)).toEqual({ state: 'open', untilMs: 1499 });
  expect(failing(twice, 1000).state).toBe('closed');
});

test('an answer in between, whatever it says, begins the count anew', () => {
  const twice = failing(failing(closedBreaker, 0), 1);
  const answered = settleCall(twice, { kind: 'call', outcome: 'answered' }, 2, policy);
  expect(failing(failing(answered, 3), 4).state).toBe('closed');
});

test('an open circuit refuses until its pause is over, then sends one to look', () => {
  const open: Breaker = { state: 'open', untilMs: 1000 };
  expect(admitCall(open, 900, policy)).toEqual({ kind: 'refused', breaker: open, waitMs: 100 });
  const probing = admitCall(open, 1000, policy);
  expect(probing.kind).toBe('probe');
  expect(admitCall(probing.breaker, 1001, policy).kind).toBe('refused');
});

test('the probe closes the circuit or opens it again, and one of which nothing is heard is followed by another', () => {
  const { breaker } = admitCall({ state: 'open', untilMs: 0 }, 0, policy);
  const settle = (outcome: 'answered' | 'failed' | 'neutral') =>
    settleCall(breaker, { kind: 'probe', outcome }, 10, policy);
  expect(settle('answered')).toEqual(closedBreaker);
  expect(settle('failed')).toEqual({ state: 'open', untilMs: 510 });
  expect(admitCall(settle('neutral'), 10, policy).kind).toBe('probe');
  expect(admitCall(breaker, 500, policy).kind).toBe('probe');
});

test('without a number of failures it never opens', () => {
  const off = { ...policy, failures: 0 };
  let breaker = closedBreaker;
  for (let nowMs = 0; nowMs < 100; nowMs++)
    breaker = settleCall(breaker, { kind: 'call', outcome: 'failed' }, nowMs, off);
  expect(admitCall(breaker, 100, off).kind).toBe('call');
});

const step = fc.record({
  waitMs: fc.integer({ min: 0, max: 600 }),
  outcome: fc.constantFrom('answered', 'failed', 'neutral'),
});

test('whatever happens, nobody waits longer than a pause, and a provider that answers is soon asked again', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let nowMs = 0;
      let breaker = closedBreaker;
      for (const { waitMs, outcome } of steps) {
        nowMs += waitMs;
        const admission = admitCall(breaker, nowMs, policy);
        breaker = admission.breaker;
        if (admission.kind === 'refused') expect(admission.waitMs).toBeLessThanOrEqual(policy.pauseMs);
        else breaker = settleCall(breaker, { kind: admission.kind, outcome }, nowMs, policy);
      }
      const later = admitCall(breaker, nowMs + policy.pauseMs, policy);
      if (later.kind === 'refused') throw new Error('refused for more than a pause');
      const healed = settleCall(later.breaker, { kind: later.kind, outcome: 'answered' }, nowMs, policy);
      expect(healed).toEqual(closedBreaker);
    }),
  );
});

test('while it is half open, no more than one call in a pause gets through', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 60 }), (waits) => {
      let nowMs = 1000;
      let breaker: Breaker = { state: 'open', untilMs: 1000 };
      const probes: number[] = [];
      for (const waitMs of waits) {
        nowMs += waitMs;
        const admission = admitCall(breaker, nowMs, policy);
        breaker = admission.breaker;
        if (admission.kind !== 'refused') probes.push(nowMs);
      }
      for (const [index, atMs] of probes.entries()) {
        const before = probes[index - 1];
        if (before !== undefined) expect(atMs - before).toBeGreaterThanOrEqual(policy.pauseMs);
      }
    }),
  );
});
