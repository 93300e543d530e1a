import { expect, it } from 'vitest';
import { decideNextStep } from './delivery-plan.ts';

const after = (statusCode: number | null, attempts: number) => decideNextStep({ statusCode, error: null }, attempts);

it.each([200, 201, 204, 299])('is delivered by an answer of %i', (status) => {
  expect(after(status, 1)).toEqual({ status: 'sent' });
});

it.each([null, 199, 301, 302, 308, 400, 404, 410, 500, 503])('is not delivered by %s', (status) => {
  expect(after(status, 1)).toEqual({ status: 'pending', waitMs: 1000 });
});

it('waits longer and longer before it tells an event again, and gives up after a day', () => {
  const steps = Array.from({ length: 23 }, (_, index) =>
    decideNextStep({ statusCode: 500, error: null }, index + 1, 'event'),
  );
  const waits = steps.flatMap((step) => (step.status === 'pending' ? [step.waitMs / 1000] : []));
  expect(waits.slice(0, 4)).toEqual([5, 10, 20, 40]);
  expect(Math.max(...waits)).toBe(7200);
  const hours = waits.reduce((sum, wait) => sum + wait, 0) / 3600;
  expect(hours).toBeGreaterThan(24);
  expect(hours).toBeLessThan(26);
  expect(steps.at(-1)).toEqual({ status: 'failed' });
});

it('waits one, two, four and eight seconds, and gives up after the fifth attempt', () => {
  const steps = [1, 2, 3, 4, 5].map((attempts) => after(500, attempts));
  expect(steps).toEqual([
    ...[1000, 2000, 4000, 8000].map((waitMs) => ({ status: 'pending', waitMs })),
    { status: 'failed' },
  ]);
});
