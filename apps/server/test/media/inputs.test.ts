import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Presentation } from '@sluice/media';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ffmpeg } from './support/ffmpeg.ts';
import { type FilmName, film } from './support/films.ts';
import { footage } from './support/footage.ts';
import { decodingComplaints, type PublishedRendition, readPublished } from './support/published.ts';
import { createWorkshop, type Workshop } from './support/workshop.ts';

let workshop: Workshop;
let folder: string;

beforeEach(async () => {
  workshop = await createWorkshop();
  folder = await mkdtemp(join(tmpdir(), 'sluice-published-'));
});

afterEach(async () => {
  await workshop.remove();
  await rm(folder, { recursive: true, force: true });
});

interface Made {
  readonly presentation: Presentation;
  readonly video: PublishedRendition[];
  readonly audio: PublishedRendition | undefined;
}

/** Runs an encrypted `video:transcode` and checks what holds for every film. */
async function transcode(path: string): Promise<Made> {
  await workshop.bring(path);
  const outcome = await workshop.run({ type: 'video:transcode', options: { encrypt: true } });
  if (outcome.status !== 'completed' || outcome.presentation === null) throw new Error(JSON.stringify(outcome));
  const { presentation } = outcome;
  const renditions = await readPublished(workshop.mediaStore, folder, presentation);
  const video = renditions.filter(({ stream }) => stream.codec_type === 'video');
  const audio = renditions.find(({ stream }) => stream.codec_type === 'audio');
  for (const rendition of renditions) expect(await decodingComplaints(rendition.file)).toBe('');
  expect(video.map(({ id }) => id)).toEqual(presentation.video.map(({ id }) => id));
  for (const [index, rendition] of video.entries()) expectPlayableVideo(rendition, presentation.video[index]);
  for (const rendition of video) expect(borders(rendition)).toEqual(borders(video[0]));
  if (audio !== undefined) expectPlayableAudio(audio, video[0]);
  expect(await workshop.scratchLeft()).toEqual([]);
  return { presentation, video, audio };
}

function expectPlayableVideo(rendition: PublishedRendition, said: Presentation['video'][number] | undefined): void {
  const { stream, packets, segmentSeconds } = rendition;
  expect(stream).toMatchObject({ codec_name: 'h264', pix_fmt: 'yuv420p', sample_aspect_ratio: '1:1', profile: 'High' });
  expect([stream.width, stream.height]).toEqual([said?.width, said?.height]);
  const { numerator = 1, denominator = 1 } = said?.frameRate ?? {};
  expect(sum(segmentSeconds)).toBeCloseTo((packets.length * denominator) / numerator, 3);
  expect(shownTimes(rendition)[0]).toBe(0);
  // A segment begins where the ones before it end, and every one begins with a key frame.
  const keyTimes = packets.filter(({ flags }) => flags.startsWith('K')).map(({ pts_time: time }) => Number(time));
  const starts = segmentSeconds.map((_, index) => sum(segmentSeconds.slice(0, index)));
  for (const start of starts) expect(keyTimes.some((time) => Math.abs(time - start) < 0.001)).toBe(true);
}

/** Times at which frames are shown, in order; no two alike and none left out. */
function shownTimes({ packets }: PublishedRendition): number[] {
  const times = packets.map(({ pts_time: time }) => Number(time)).sort((a, b) => a - b);
  const steps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  for (const step of steps) expect(step).toBeCloseTo(steps[0] ?? 0, 3);
  return times;
}

function expectPlayableAudio(audio: PublishedRendition, video: PublishedRendition | undefined): void {
  expect(audio.stream).toMatchObject({ codec_name: 'aac', channels: 2, sample_rate: '48000' });
  // Within half an AAC frame of the video's, but for the last.
  const ends = borders(audio);
  borders(video)
    .slice(0, Math.min(ends.length, borders(video).length) - 1)
    .forEach((end, index) => {
      expect(Math.abs((ends[index] ?? 0) - end)).toBeLessThan(0.04);
    });
}

function borders(rendition: PublishedRendition | undefined): number[] {
  const seconds = rendition?.segmentSeconds ?? [];
  return seconds.map((_, index) => Math.round(sum(seconds.slice(0, index + 1)) * 1000) / 1000);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

const sizes = ({ presentation }: Made) => presentation.video.map(({ id, width, height }) => `${id} ${width}x${height}`);
const rate = ({ presentation }: Made) => Object.values(presentation.video[0]?.frameRate ?? {}).join('/');

describe('a film of any kind becomes a stream that plays', () => {
  it('of four rungs, with key frames at the same times in all of them', async () => {
    const made = await transcode(await film('four-rungs.mp4'));
    expect(sizes(made)).toEqual(['r480_h264 854x480', 'r360_h264 640x360', 'r240_h264 426x240']);
    expect(made.video.map(({ packets }) => packets.length)).toEqual([75, 75, 75]);
  });

  it.each<[string, FilmName, string, string]>([
    ['upright', 'portrait.mp4', 'r240_h264 136x240', '25/1'],
    ['turned by its metadata', 'rotated.mp4', 'r240_h264 136x240', '25/1'],
    ['of an odd size and 4:4:4', 'odd-size.mkv', 'r240_h264 320x180', '25/1'],
    ['with wide pixels', 'wide-pixels.mp4', 'r240_h264 320x180', '25/1'],
    ['of 10 bits', 'ten-bit.mkv', 'r240_h264 320x180', '25/1'],
    ['of 23.976 frames per second', 'cinema.mp4', 'r240_h264 320x180', '24000/1001'],
    ['of 29.97 frames per second and open groups', 'open-groups.mp4', 'r240_h264 320x180', '30000/1001'],
    ['of 120 frames per second', 'fast.mp4', 'r240_h264 320x180', '60/1'],
    ['of a varying rate', 'variable-rate.mp4', 'r240_h264 320x180', '30/1'],
    ['that stands still for longer than a chunk', 'frozen.mkv', 'r240_h264 320x180', '30/1'],
  ])('%s', async (_, name, size, framesPerSecond) => {
    const made = await transcode(await film(name));
    expect(sizes(made)).toEqual([size]);
    expect(rate(made)).toBe(framesPerSecond);
  });

  it.each<FilmName>(['hdr.mkv', 'hlg.mkv'])('tagged as HDR, in the colours of an ordinary screen: %s', async (name) => {
    const { video } = await transcode(await film(name));
    expect(video[0]?.stream.color_transfer).toBe('bt709');
  });

  it('interlaced, as whole frames', async () => {
    const made = await transcode(await film('interlaced.mpg'));
    expect(rate(made)).toBe('25/1');
    expect(made.video[0]?.stream.field_order).toBe('progressive');
  });

  it.each<[string, FilmName]>([
    ['mono', 'mono.mkv'],
    ['5.1', 'surround.mkv'],
  ])('with %s sound, as stereo', async (_, name) => {
    const { audio } = await transcode(await film(name));
    expect(sum(audio?.segmentSeconds ?? [])).toBeCloseTo(3, 1);
  });

  it('with sound that ends before the picture, which players would wait for', async () => {
    const { audio } = await transcode(await film('short-sound.mp4'));
    expect(sum(audio?.segmentSeconds ?? [])).toBeCloseTo(4, 1);
  });

  it('without sound, and says nothing of any', async () => {
    await workshop.bring(await film('silent.mp4'));
    const outcome = await workshop.run({ type: 'video:transcode', options: { encrypt: false } });
    expect(outcome.status).toBe('completed');
    expect(JSON.stringify(outcome.results)).not.toMatch(/audio|encryption/);
  });

  it.each<[string, FilmName, number]>([
    ['MPEG-TS whose clock begins at 1000 seconds', 'broadcast.ts', 5],
    ['AVI with packed B-frames', 'packed.avi', 5],
    ['fragmented MP4', 'fragmented.mp4', 5],
    ['FLV', 'old-flash.flv', 4],
    ['Ogg', 'free.ogv', 4],
    ['ASF', 'windows.wmv', 4],
    ['WebM by a browser that does not know its length', 'recording.webm', 4],
  ])('in %s', async (_, name, seconds) => {
    const { video, audio } = await transcode(await film(name));
    for (const rendition of [video[0], audio])
      expect(Math.abs(sum(rendition?.segmentSeconds ?? []) - seconds)).toBeLessThan(0.15);
  });

  it('whose clock jumps back and whose picture grows in the middle', async () => {
    const parts = await Promise.all(
      (['small.ts', 'large.ts'] as const).map(async (name) => readFile(await film(name))),
    );
    const path = join(folder, 'growing.ts');
    await writeFile(path, Buffer.concat(parts));
    const { video, audio } = await transcode(path);
    for (const rendition of [video[0], audio]) expect(sum(rendition?.segmentSeconds ?? [])).toBeCloseTo(4, 0);
  });

  it.each<[string, FilmName, number]>([
    ['of one second', 'one-second.mp4', 25],
    ['shorter than a segment', 'blink.mp4', 5],
    ['of one picture', 'one-picture.mp4', 1],
  ])('%s', async (_, name, frames) => {
    const { video } = await transcode(await film(name));
    expect(video[0]?.packets.length).toBe(frames);
    expect(video[0]?.segmentSeconds.length).toBe(1);
  });
});

describe('real footage becomes a stream that plays', () => {
  it('from a phone', async () => {
    const made = await transcode(await footage('phone'));
    expect(sizes(made)[0]).toBe('r1080_h264 1920x1080');
    expect(rate(made)).toBe('30/1');
    expect(made.audio).toBeDefined();
  });

  it('from a photograph that the camera pans over', async () => {
    const pan = join(folder, 'pan.mp4');
    const still = ['scale=1600:-2', 'setsar=1', 'format=yuv420p', 'loop=loop=-1:size=1', 'setpts=N/25/TB'];
    const filters = [...still, 'trim=duration=3', "crop=854:480:'(iw-ow)*t/3':'(ih-oh)*t/3'"];
    await ffmpeg('-i', await footage('photograph'), '-vf', filters.join(','), '-r', '25', '-c:v', 'libx264', pan);
    const made = await transcode(pan);
    expect(sizes(made)).toEqual(['r480_h264 854x480', 'r360_h264 640x360', 'r240_h264 426x240']);
    expect(made.video[0]?.packets.length).toBe(75);
  });
});
