import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkSeconds } from './link-seconds.ts';

describe('how long the addresses of a film open something', () => {
  it.each([
    ['an unknown length', null, 3600],
    ['a short film', 120, 3600],
    ['a film of half the time', 1800, 3600],
    ['a film of an hour', 3600, 7200],
    ['a film of a broken second', 3600.2, 7201],
    ['a film of a night', 50_000, 86_400],
  ])('is, for %s, never less than the setting and never more than a day', (_what, duration, expected) => {
    expect(linkSeconds(3600, duration)).toBe(expected);
  });

  it('is enough to watch any film of up to a day to its end', () => {
    const setting = fc.integer({ min: 60, max: 86_400 });
    const duration = fc.double({ min: 0, max: 86_400, noNaN: true });
    fc.assert(fc.property(setting, duration, (urlSeconds, seconds) => linkSeconds(urlSeconds, seconds) >= seconds));
  });
});
