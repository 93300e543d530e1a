import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Progress } from '../../ports/film-job.ts';
import { createProgressWriter } from './progress-writer.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const at = (percent: number): Progress => ({ percent, stage: 'encode' });

it('writes only the newest of many reports, and the last one at the end', async () => {
  const written: number[] = [];
  const writer = createProgressWriter(async ({ percent }) => void written.push(percent), 1000);
  for (const percent of [1, 2, 3]) writer.report(at(percent));
  await vi.advanceTimersByTimeAsync(2500);
  writer.report(at(4));
  await writer.finish();
  expect(written).toEqual([3, 4]);
});

it('goes on after a write that failed', async () => {
  const written: number[] = [];
  const save = async ({ percent }: Progress) => {
    if (percent === 1) throw new Error('database is away');
    written.push(percent);
  };
  const writer = createProgressWriter(save, 1000);
  writer.report(at(1));
  await vi.advanceTimersByTimeAsync(1000);
  writer.report(at(2));
  await writer.finish();
  expect(written).toEqual([2]);
});
