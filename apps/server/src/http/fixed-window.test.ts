import { expect, it } from 'vitest';
import { createFixedWindow } from './fixed-window.ts';

it('admits so many calls a minute for each caller and starts anew with the next minute', () => {
  let now = 120_000;
  const window = createFixedWindow({ nowMs: () => now }, 2);
  expect([window.admit('a'), window.admit('a'), window.admit('a'), window.admit('b')]).toEqual([
    true,
    true,
    false,
    true,
  ]);
  now = 179_999;
  expect(window.admit('a')).toBe(false);
  now = 180_000;
  expect(window.admit('a')).toBe(true);
});
