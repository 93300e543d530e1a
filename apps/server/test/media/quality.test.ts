import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { QualityRecord } from '../../src/ports/film-record.ts';
import { film } from './support/films.ts';
import { createWorkshop, type TestJob, type Workshop } from './support/workshop.ts';

let workshop: Workshop;
beforeEach(async () => {
  workshop = await createWorkshop({ measuresQuality: true });
});
afterEach(() => workshop.remove());

const transcode = (options: { encrypt: boolean; scheme?: 'aes-128' | 'cbcs' }): TestJob => ({
  type: 'video:transcode',
  options,
});
const recorded = () => workshop.steps.get('quality') as QualityRecord;

describe('the quality of a published stream', () => {
  it('is measured by its own frames, however they are encrypted, and leaves nothing behind', async () => {
    await workshop.bring(await film('four-rungs.mp4'));
    const found: QualityRecord[] = [];
    for (const options of [{ encrypt: false }, { encrypt: true }, { encrypt: true, scheme: 'cbcs' as const }]) {
      workshop.steps.clear();
      expect((await workshop.run(transcode(options))).status).toBe('completed');
      found.push(recorded());
      expect(await workshop.scratchLeft()).toEqual([]);
    }
    const renditions = found.map((record) => (record.status === 'measured' ? record.renditions : []));
    for (const { ssim, ssimWorst, psnrDb } of renditions.flat()) {
      expect(ssim).toBeGreaterThan(0.8);
      expect(ssim).toBeLessThan(1);
      expect(ssimWorst).toBeLessThanOrEqual(ssim);
      expect(psnrDb).toBeGreaterThan(28);
    }
    expect(renditions[0]?.map(({ id }) => id)).toEqual(['r480_h264', 'r360_h264', 'r240_h264']);
    // Several threads encode no film twice alike, but almost.
    const near = renditions[0]?.map(({ id, ...figures }) => ({
      id,
      ssim: expect.closeTo(figures.ssim, 2),
      ssimWorst: expect.closeTo(figures.ssimWorst, 1),
      psnrDb: expect.closeTo(figures.psnrDb, 0),
    }));
    expect(renditions.slice(1)).toEqual([near, near]);
  });

  it('that cannot be measured does not keep the film from being published', async () => {
    await workshop.bring(await film('one-second.mp4'));
    const { media } = workshop;
    const broken = {
      ...media,
      start: (run: Parameters<typeof media.start>[0]) =>
        media.start(run.args.includes('null') ? { ...run, args: ['-no-such-option'] } : run),
    };
    const outcome = await workshop.run(transcode({ encrypt: false }), { media: broken });
    expect(outcome.status).toBe('completed');
    expect(recorded()).toEqual({ status: 'failed' });
  });
});
