import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FilmName, film } from './support/films.ts';
import { lumaFrames, psnr, soundSamples } from './support/pixels.ts';
import { readPublished } from './support/published.ts';
import { createWorkshop } from './support/workshop.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-seams-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Files of the published picture and sound, encoded in chunks of about so many seconds. */
async function encoded(path: string, chunkSeconds: number): Promise<{ picture: string; sound: string }> {
  const workshop = await createWorkshop({ chunkSeconds });
  try {
    await workshop.bring(path);
    const outcome = await workshop.run({ type: 'video:transcode', options: { encrypt: true } });
    if (outcome.status !== 'completed' || outcome.presentation === null) throw new Error(JSON.stringify(outcome));
    const output = join(folder, `${chunkSeconds}`);
    await mkdir(output, { recursive: true });
    const renditions = await readPublished(workshop.mediaStore, output, outcome.presentation);
    const fileOf = (type: string) => renditions.find(({ stream }) => stream.codec_type === type)?.file ?? '';
    return { picture: fileOf('video'), sound: fileOf('audio') };
  } finally {
    await workshop.remove();
  }
}

async function soundOf(chunkSeconds: number): Promise<Int16Array> {
  return soundSamples(join(folder, `${chunkSeconds}`, 'und_aac_2ch.mp4'));
}

describe('the borders of chunks', () => {
  const [width, height] = [320, 180];
  const chunkFrames = 60;
  const worstLossDecibels = 1;

  it('are not to be seen: no frame there is worse than in an encode of one piece', async () => {
    const name: FilmName = 'open-groups.mp4';
    const source = await lumaFrames(await film(name), width, height);
    const inChunks = await encoded(await film(name), 2);
    const inOnePiece = await encoded(await film(name), 1000);
    const chunked = await lumaFrames(inChunks.picture, width, height);
    const whole = await lumaFrames(inOnePiece.picture, width, height);
    expect([chunked.length, whole.length]).toEqual([source.length, source.length]);

    const quality = (frames: Buffer[], index: number) =>
      psnr(frames[index] ?? Buffer.of(0), source[index] ?? Buffer.of(255));
    for (const border of [chunkFrames, 2 * chunkFrames]) {
      for (let index = border - 3; index < border + 3; index += 1) {
        expect(quality(chunked, index)).toBeGreaterThan(quality(whole, index) - worstLossDecibels);
        // Its neighbours look different, so a frame lost or doubled would show as well.
        expect(quality(chunked, index)).toBeGreaterThan(
          psnr(chunked[index] ?? Buffer.of(0), source[index + 1] ?? Buffer.of(255)),
        );
      }
    }
  });

  it('are not to be heard: the samples are those of an encode of one piece', async () => {
    const [chunked, whole] = await Promise.all([2, 1000].map((seconds) => soundOf(seconds)));
    expect(whole?.length).toBeGreaterThan(4.9 * 48_000);
    expect(chunked).toEqual(whole);
  });
});

describe('picture and sound', () => {
  /** Seconds at which the picture turns bright and the sound loud, in the published film. */
  async function flashAndBeep(name: FilmName): Promise<{ flash: number; beep: number }> {
    const { picture, sound } = await encoded(await film(name), 2);
    const bright = (await lumaFrames(picture, 2, 2)).findIndex((frame) => (frame[0] ?? 0) > 128);
    const loud = (await soundSamples(sound)).findIndex((sample) => Math.abs(sample) > 3000);
    return { flash: bright / 25, beep: loud / 48_000 };
  }

  it.each<FilmName>(['flash.mp4', 'flash-sound-late.mkv', 'flash.ts'])('stay together: %s', async (name) => {
    const { flash, beep } = await flashAndBeep(name);
    expect(Math.abs(flash - 2.24)).toBeLessThan(0.001);
    expect(Math.abs(beep - 2.24)).toBeLessThan(0.005);
  });
});
