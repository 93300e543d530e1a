import { describe, expect, it } from 'vitest';
import type { Progress } from '../../ports/film-job.ts';
import { createProgressReporter } from './progress-reporter.ts';

describe('createProgressReporter', () => {
  it("writes the contract's checkpoints of each type", () => {
    const seen: number[] = [];
    const reporter = createProgressReporter('video:full', ({ percent }) => seen.push(percent));
    const checkpoints = ['fetched', 'artifacts-made', 'artifacts-stored', 'key-ready', 'encoded', 'published'] as const;
    for (const checkpoint of checkpoints) reporter.reach(checkpoint);
    expect(seen).toEqual([5, 20, 25, 25, 80, 95]);
  });

  it('keeps the percent between checkpoints and tells the stage finely', () => {
    const seen: Progress[] = [];
    const reporter = createProgressReporter('video:transcode', (progress) => seen.push(progress));
    reporter.reach('key-ready');
    reporter.tell('encode', { stagePercent: 40.5, fps: 60, speed: 2, etaSeconds: 9 });
    expect(seen.at(-1)).toEqual({ percent: 10, stage: 'encode', stagePercent: 40.5, fps: 60, speed: 2, etaSeconds: 9 });
  });

  it('never falls, not within a stage either', () => {
    const seen: Progress[] = [];
    const reporter = createProgressReporter('video:transcode', (progress) => seen.push(progress));
    reporter.reach('encoded');
    reporter.reach('fetched');
    reporter.tell('publish', { stagePercent: 50 });
    reporter.tell('publish', { stagePercent: 20 });
    expect(seen.map(({ percent }) => percent)).toEqual([75, 75, 75, 75]);
    expect(seen.at(-1)?.stagePercent).toBe(50);
  });
});
