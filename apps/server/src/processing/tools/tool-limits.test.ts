import { describe, expect, it } from 'vitest';
import { toolLimits } from './tool-limits.ts';

const settings = { stepBaseSeconds: 120, stepSecondsPerContentSecond: 60, toolMemoryBytes: 2 ** 30 };

describe('toolLimits', () => {
  it('gives a run time by the length of the film that it works on', () => {
    expect(toolLimits(settings, 60, 1000)).toEqual({ seconds: 3720, memoryBytes: 2 ** 30, fileBytes: 1000 });
  });

  it('stays below what a timer can count, for a film of unknown length', () => {
    const { seconds } = toolLimits(settings, 24 * 3600, 0);
    expect(seconds * 1000).toBeLessThan(2 ** 31);
    expect(seconds).toBeGreaterThan(24 * 3600);
  });
});
