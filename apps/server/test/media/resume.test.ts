import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JobOutcome } from '../../src/ports/film-job.ts';
import type { MediaTool } from '../../src/ports/media-tool.ts';
import { film } from './support/films.ts';
import { fullJob } from './support/full-job.ts';
import { storeContents } from './support/store-contents.ts';
import { createWorkshop, type Workshop } from './support/workshop.ts';

let workshop: Workshop;

beforeEach(async () => {
  workshop = await createWorkshop();
  await workshop.bring(await film('open-groups.mp4'));
});

afterEach(() => workshop.remove());

/** The real tools, and a count of how often a chunk was encoded. */
function counted(media: MediaTool): { media: MediaTool; encodes: () => number } {
  let encodes = 0;
  return {
    encodes: () => encodes,
    media: {
      features: () => media.features(),
      start(run) {
        if (run.args.includes('libx264')) encodes += 1;
        return media.start(run);
      },
    },
  };
}

/** Runs the job again and again, ended each time after some milliseconds, until one run comes to its end. */
async function runWithInterruptions(
  media: MediaTool,
  delaysMs: readonly number[],
): Promise<{ outcome: JobOutcome; aborts: number }> {
  for (const [aborts, delayMs] of delaysMs.entries()) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(new Error('the worker stops')), delayMs);
    try {
      return { outcome: await workshop.run(fullJob, { media, signal: stop.signal }), aborts };
    } catch (error) {
      expect(error).toMatchObject({ message: 'the worker stops' });
      expect(await workshop.scratchLeft()).toEqual([]);
    } finally {
      clearTimeout(timer);
    }
  }
  throw new Error('never came to its end');
}

/** Delays that differ from run to run of the test; the last is long enough. */
function randomDelays(count: number, maxMs: number): number[] {
  return [...Array.from({ length: count }, () => Math.round(100 + Math.random() * maxMs)), 60_000];
}

describe('a job that is interrupted', () => {
  it('ends like one that was not, and does at most the chunk under way again', async () => {
    const { media, encodes } = counted(workshop.media);
    const delaysMs = randomDelays(6, 800);
    const { outcome, aborts } = await runWithInterruptions(media, delaysMs);
    const chunks = [...workshop.steps.keys()].filter((name) => name.startsWith('video chunk'));
    expect(encodes(), `after ${delaysMs}`).toBeLessThanOrEqual(chunks.length + aborts);

    const undisturbed = await createWorkshop();
    try {
      await undisturbed.bring(await film('open-groups.mp4'));
      expect(outcome).toEqual(await undisturbed.run(fullJob));
      expect(await storeContents(workshop.mediaStore)).toEqual(await storeContents(undisturbed.mediaStore));
    } finally {
      await undisturbed.remove();
    }
  });

  it('stops in the middle of what it does', async () => {
    const stop = new AbortController();
    const running = workshop.run(fullJob, { signal: stop.signal });
    running.catch(() => undefined);
    while (workshop.progress.at(-1)?.stage !== 'encode') await delay(10);
    stop.abort(new Error('cancelled'));
    await expect(running).rejects.toThrow('cancelled');
    expect(workshop.progress.at(-1)?.stage).toBe('encode');
    expect(await workshop.scratchLeft()).toEqual([]);
  });

  it('does not touch a viewer before all of it is there', async () => {
    const stop = new AbortController();
    const report = (progress: { percent: number }) => {
      if (progress.percent >= 80) stop.abort(new Error('cancelled'));
    };
    await expect(workshop.run(fullJob, { signal: stop.signal, report })).rejects.toThrow('cancelled');
    const keys = Object.keys(await storeContents(workshop.mediaStore));
    expect(keys.filter((key) => key.endsWith('.m3u8'))).toEqual([]);
    expect(keys.some((key) => key.startsWith('work/job-1/'))).toBe(true);
  });

  it('does nothing again once it was published', async () => {
    const first = await workshop.run(fullJob);
    const { media, encodes } = counted(workshop.media);
    expect(await workshop.run(fullJob, { media })).toEqual(first);
    expect(encodes()).toBe(0);
  });

  it('is refused when the source was replaced in between', async () => {
    await workshop.run(fullJob);
    await workshop.bring(await film('plain.mp4'));
    const outcome = await workshop.run(fullJob);
    expect(outcome).toMatchObject({ status: 'failed', retryable: false });
    expect(JSON.stringify(outcome)).toContain('replaced while the job was running');
  });
});

describe('progress', () => {
  it("goes through the contract's checkpoints, never falls, and is finer in between", async () => {
    await workshop.run(fullJob);
    const percents = workshop.progress.map(({ percent }) => percent);
    expect([...new Set(percents)]).toEqual([5, 20, 25, 80, 95]);
    expect(percents).toEqual(percents.toSorted((a, b) => a - b));
    const encode = workshop.progress.filter(({ stage }) => stage === 'encode');
    expect(encode.some(({ stagePercent = 0, fps = 0 }) => stagePercent > 0 && stagePercent < 100 && fps > 0)).toBe(
      true,
    );
  });
});
