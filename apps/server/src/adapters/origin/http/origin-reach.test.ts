import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createOriginReach } from './origin-reach.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function open(...answers: boolean[]) {
  let probes = 0;
  const probe = async (): Promise<void> => {
    if (answers[probes++] !== true) throw new Error('silence');
  };
  return { reach: createOriginReach(probe), probes: () => probes };
}

it('is there until a call finds silence, and again once a look of its own is answered', async () => {
  const { reach, probes } = open(false, true);
  expect(reach.isDown()).toBe(false);
  reach.wasSilent();
  reach.wasSilent();
  expect(reach.isDown()).toBe(true);
  await vi.advanceTimersByTimeAsync(1000);
  expect([reach.isDown(), probes()]).toEqual([true, 1]);
  await vi.advanceTimersByTimeAsync(1000);
  expect([reach.isDown(), probes()]).toEqual([false, 2]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(probes()).toBe(2);
});

it('is there again when any other call is answered, and looks no more once it is stopped', async () => {
  const { reach, probes } = open();
  reach.wasSilent();
  reach.answered();
  expect(reach.isDown()).toBe(false);
  reach.wasSilent();
  reach.stop();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(probes()).toBe(0);
});
