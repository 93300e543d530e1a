import { expect, it } from 'vitest';
import { createFailedAttempts } from './failed-attempts.ts';

function failuresAt(times: number, address: string) {
  const clock = { now: 1_000_000, nowMs: () => clock.now };
  const failures = createFailedAttempts(clock);
  for (let each = 0; each < times; each++) failures.count(address);
  return { clock, failures };
}

it('lets an address fail twenty times, and keeps it off from the one after to the end of its minute', () => {
  expect(failuresAt(20, '192.0.2.1').failures.waitSecondsOf('192.0.2.1')).toBe(0);
  const { clock, failures } = failuresAt(21, '192.0.2.1');
  expect(failures.waitSecondsOf('192.0.2.1')).toBe(60);
  expect(failures.waitSecondsOf('192.0.2.2')).toBe(0);
  clock.now += 59_500;
  expect(failures.waitSecondsOf('192.0.2.1')).toBe(1);
  clock.now += 500;
  expect(failures.waitSecondsOf('192.0.2.1')).toBe(0);
  failures.count('192.0.2.1');
  expect(failures.waitSecondsOf('192.0.2.1')).toBe(0);
});

it('counts the /64 of an IPv6 address as one', () => {
  const { failures } = failuresAt(21, '2001:db8:1:2::1');
  expect(failures.waitSecondsOf('2001:db8:1:2:ffff::9')).toBe(60);
  expect(failures.waitSecondsOf('2001:db8:1:3::1')).toBe(0);
});
