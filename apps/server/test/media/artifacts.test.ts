import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PreviewOptions } from '../../src/ports/film-job.ts';
import { countFrames } from '../../src/processing/artifacts/count-frames.ts';
import { probeStream } from './support/ffmpeg.ts';
import { type FilmName, film } from './support/films.ts';
import { footage } from './support/footage.ts';
import { lumaFrames } from './support/pixels.ts';
import { createWorkshop, type Workshop } from './support/workshop.ts';

let workshop: Workshop;
let folder: string;

beforeEach(async () => {
  workshop = await createWorkshop();
  folder = await mkdtemp(join(tmpdir(), 'sluice-artifact-'));
});

afterEach(async () => {
  await workshop.remove();
  await rm(folder, { recursive: true, force: true });
});

/** The stored object as a file. */
async function stored(key: string): Promise<{ path: string; bytes: Buffer }> {
  const bytes = Buffer.from((await workshop.mediaStore.readBytes(key)).bytes);
  const path = join(folder, key.split('/').at(-1) ?? '');
  await writeFile(path, bytes);
  return { path, bytes };
}

const webp: PreviewOptions = { durationSec: 1, width: 160, fps: 10, format: 'webp' };

describe('a cover', () => {
  it.each<[FilmName, number, number]>([
    ['plain.mp4', 320, 180],
    ['rotated.mp4', 180, 320],
    ['odd-size.mkv', 321, 181],
    ['wide-pixels.mp4', 320, 180],
    ['hdr.mkv', 320, 180],
    ['broadcast.ts', 320, 180],
    ['blink.mp4', 320, 180],
    ['one-picture.mp4', 320, 180],
    ['short-picture.mp4', 320, 180],
  ])('of %s has the size that a viewer sees', async (name, width, height) => {
    await workshop.bring(await film(name));
    const outcome = await workshop.run({ type: 'video:cover', options: {} });
    const key = 'videos/fi/film-1/cover.jpg';
    const { path, bytes } = await stored(key);
    expect(outcome).toEqual({
      status: 'completed',
      results: { key, format: 'jpg', size: bytes.length },
      presentation: null,
    });
    expect((await probeStream(path)).stream).toMatchObject({ codec_name: 'mjpeg', width, height });
    expect(workshop.progress.map(({ percent }) => percent)).toEqual([30, 70, 70]);
    expect(await workshop.scratchLeft()).toEqual([]);
  });

  it.each<[string, FilmName]>([
    ['in a film with an index', 'flash.mp4'],
    ['in one without', 'flash.ts'],
  ])('shows the picture of the very time that was asked for: %s', async (_, name) => {
    await workshop.bring(await film(name));
    const brightness = async (timestampSec: number) => {
      const jobId = `at-${timestampSec}`;
      workshop.steps.clear();
      await workshop.run({ type: 'video:cover', options: { timestampSec }, jobId });
      return (await lumaFrames((await stored('videos/fi/film-1/cover.jpg')).path, 1, 1))[0]?.[0] ?? -1;
    };
    expect(await brightness(2.1)).toBeLessThan(40);
    expect(await brightness(2.3)).toBeGreaterThan(200);
    expect(await brightness(2.6)).toBeLessThan(40);
  });

  it('behind the end is refused, with the length of the film and the name of the option', async () => {
    await workshop.bring(await film('plain.mp4'));
    expect(await workshop.run({ type: 'video:cover', options: { timestampSec: 5.5 } })).toEqual({
      status: 'failed',
      error:
        'extract cover: There is no picture at 5.5 seconds, the film lasts 5.00 seconds: choose a smaller timestamp_sec.',
      results: null,
      retryable: false,
    });
  });

  it('of real footage', async () => {
    await workshop.bring(await footage('phone'));
    await workshop.run({ type: 'video:cover', options: {} });
    const { path } = await stored('videos/fi/film-1/cover.jpg');
    expect((await probeStream(path)).stream).toMatchObject({ width: 1920, height: 1080 });
  });
});

describe('a preview', () => {
  it('is an animated WebP with the frames that were asked for', async () => {
    await workshop.bring(await film('plain.mp4'));
    const outcome = await workshop.run({ type: 'video:preview', options: webp });
    const key = 'videos/fi/film-1/preview.webp';
    const { bytes } = await stored(key);
    expect(outcome).toEqual({
      status: 'completed',
      results: { key, format: 'webp', size: bytes.length },
      presentation: null,
    });
    expect(countFrames(bytes, 'webp')).toBe(10);
    // Canvas size less one, 24 bits each, in the VP8X chunk: 160 by 90.
    expect([bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1]).toEqual([160, 90]);
    expect(bytes.includes('ANIM\x06\0\0\0')).toBe(true);
  });

  it('is a GIF that every decoder can show', async () => {
    await workshop.bring(await film('portrait.mp4'));
    await workshop.run({ type: 'video:preview', options: { ...webp, width: 90, format: 'gif' } });
    const { path, bytes } = await stored('videos/fi/film-1/preview.gif');
    expect(countFrames(bytes, 'gif')).toBe(10);
    expect(await lumaFrames(path, 90, 160)).toHaveLength(10);
    expect((await probeStream(path)).stream).toMatchObject({ codec_name: 'gif', width: 90, height: 160 });
  });

  it.each<[FilmName, number]>([
    ['one-second.mp4', 10],
    ['blink.mp4', 2],
    ['one-picture.mp4', 1],
  ])('of the short film %s begins early enough', async (name, frames) => {
    await workshop.bring(await film(name));
    const outcome = await workshop.run({ type: 'video:preview', options: webp });
    expect(outcome.status).toBe('completed');
    const { bytes } = await stored('videos/fi/film-1/preview.webp');
    expect(Math.abs(countFrames(bytes, 'webp') - frames)).toBeLessThanOrEqual(1);
  });

  it('that begins behind the end is refused', async () => {
    await workshop.bring(await film('plain.mp4'));
    const outcome = await workshop.run({ type: 'video:preview', options: { ...webp, startSec: 7 } });
    expect(outcome).toMatchObject({
      error:
        'generate preview: There is no picture at 7 seconds, the film lasts 5.00 seconds: choose a smaller start_sec.',
    });
  });
});
