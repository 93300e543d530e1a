import sharp from 'sharp';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { JobOutcome } from '../../src/ports/film-job.ts';
import { createWorkshop, type TestJob, type Workshop } from './support/workshop.ts';

let workshop: Workshop;
beforeEach(async () => {
  workshop = await createWorkshop();
});
afterEach(() => workshop.remove());

const job: TestJob = {
  type: 'image:thumbnail',
  options: {
    outputs: [
      { variant: 'small', widthPx: 20, heightPx: null, format: 'webp' },
      { variant: 'square', widthPx: 10, heightPx: 10, format: 'png' },
    ],
  },
};

async function bringPicture(background: string): Promise<void> {
  const pixels = sharp({ create: { width: 40, height: 30, channels: 3, background } });
  await workshop.source.put('film', await pixels.png().toBuffer());
}

const keysOf = ({ results }: JobOutcome): string[] => (results as { key: string }[]).map(({ key }) => key);

async function colourOf(key: string): Promise<number[]> {
  const { data } = await sharp((await workshop.mediaStore.readBytes(key)).bytes)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return [...data.subarray(0, 3)].map((value) => Math.round(value / 64));
}

it('makes every output once, also when the job is run again', async () => {
  await bringPicture('#ff0000');
  const first = await workshop.run(job);
  expect(workshop.progress.map(({ percent }) => percent)).toEqual([50, 100]);
  expect(keysOf(first)).toEqual(['images/fi/film-1/small.webp', 'images/fi/film-1/square.png']);
  for (const key of keysOf(first)) await workshop.mediaStore.delete(key);
  expect(await workshop.run(job)).toEqual(first);
  expect(await workshop.mediaStore.head('images/fi/film-1/small.webp')).toBeNull();
});

it('makes them anew when the source was replaced between two attempts', async () => {
  await bringPicture('#ff0000');
  await workshop.run(job);
  await bringPicture('#0000ff');
  const [small = ''] = keysOf(await workshop.run(job));
  expect(await colourOf(small)).toEqual([0, 0, 4]);
});

it('stops between two outputs when it is aborted', async () => {
  await bringPicture('#ff0000');
  const controller = new AbortController();
  const report = () => controller.abort(new Error('enough'));
  await expect(workshop.run(job, { signal: controller.signal, report })).rejects.toThrow('enough');
  expect(await workshop.mediaStore.head('images/fi/film-1/square.png')).toBeNull();
});
