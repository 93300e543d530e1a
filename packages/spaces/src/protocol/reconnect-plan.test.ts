import { expect, test } from 'vitest';
import { delayBeforeAttemptMs, mayReconnect } from './reconnect-plan.ts';

test('a lost connection is tried at once, then every five seconds, five times in all', () => {
  expect([1, 2, 3, 4, 5, 6].map(delayBeforeAttemptMs)).toEqual([0, 5000, 5000, 5000, 5000, null]);
});

test('after code 4000 a client stays away, after any other it comes back', () => {
  expect([1000, 1005, 1006, 1011, 4000, 4001].filter(mayReconnect)).toEqual([1000, 1005, 1006, 1011, 4001]);
});
