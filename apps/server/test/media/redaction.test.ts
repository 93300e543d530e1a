import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RedactRegion, RedactSound } from '../../src/ports/film-job.ts';
import { muteFilter } from '../../src/processing/recordings/redact/mute-filter.ts';
import { ffmpeg, probeStream } from './support/ffmpeg.ts';
import { type FilmName, film } from './support/films.ts';
import { lumaFrames } from './support/pixels.ts';
import { createWorkshop, type Workshop } from './support/workshop.ts';

let workshop: Workshop;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-redaction-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  workshop = await createWorkshop();
});
afterEach(() => workshop.remove());

const region: RedactRegion = {
  ...{ unit: 'pixels', x: 80, y: 60, width: 160, height: 60 },
  ...{ fromSec: 0, toSec: null, effect: { kind: 'blur', strength: 8 } },
};
const box = { kind: 'box', color: 'ff0000' } as const;

function order(regions: readonly RedactRegion[], sound: RedactSound = 'keep', overrides = {}) {
  const options = { thumbnail: null, sprite: null, redact: { regions, sound } };
  return workshop.run({ type: 'recording:redact', options, source: 'cams/film.mp4' }, overrides);
}

/** A film and its redaction, as files. */
async function redacted(name: FilmName, regions: readonly RedactRegion[], sound: RedactSound = 'keep') {
  const source = await film(name);
  await workshop.source.put('cams/film.mp4', await readFile(source));
  const before = await workshop.source.head('cams/film.mp4');
  const outcome = await order(regions, sound);
  if (outcome.status !== 'completed') throw new Error(outcome.error);
  expect(await workshop.source.head('cams/film.mp4')).toEqual(before);
  const path = join(folder, 'redacted.mp4');
  await writeFile(path, (await workshop.source.readBytes('cams/film_redacted.mp4')).bytes);
  return { source, path, results: outcome.results };
}

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The pixels of a rectangle, of every picture of a film that is shown in this width and height. */
async function cut(path: string, size: readonly [number, number], { x, y, width, height }: Rectangle) {
  const frames = await lumaFrames(path, ...size);
  const rows = Array.from({ length: height }, (_, row) => (y + row) * size[0] + x);
  return frames.map((frame) => Buffer.concat(rows.map((start) => frame.subarray(start, start + width))));
}

const mean = (values: Buffer): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function deviation(values: Buffer): number {
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / values.length);
}

/** Pearson's. */
function correlation(one: Buffer, other: Buffer): number {
  const [a, b] = [mean(one), mean(other)];
  const covariance = one.reduce((sum, value, index) => sum + (value - a) * ((other[index] ?? 0) - b), 0) / one.length;
  return covariance / Math.max(1e-9, deviation(one) * deviation(other));
}

/** Similarity of each picture where the rectangle is covered in both. */
async function similarities(source: string, path: string, { x, y, width, height }: Rectangle): Promise<number[]> {
  const cover = `drawbox=x=${x}:y=${y}:w=${width}:h=${height}:color=black:t=fill`;
  const graph = `[0:v]${cover}[a];[1:v]${cover}[b];[a][b]ssim=stats_file=-`;
  const { output } = await ffmpeg('-i', source, '-i', path, '-filter_complex', graph, '-f', 'null', '/dev/null');
  return [...output.toString().matchAll(/All:([\d.]+)/g)].map(([, value]) => Number(value));
}

const soundOf = async (path: string) =>
  (await ffmpeg('-i', path, '-map', '0:a', '-c', 'copy', '-f', 'md5', '-')).output.toString();

describe('a redacted recording', () => {
  it.each<[FilmName, number]>([
    ['letters.mp4', 13],
    // Its sound begins half a picture before its pictures do, and its clock at 1000 seconds.
    ['letters.ts', 12],
  ])('of %s has letters that nobody reads, and all else as it was', async (name, first) => {
    const blurred = { ...region, fromSec: 0.52, toSec: 1.2, effect: { kind: 'blur', strength: 1 } as const };
    const { source, path } = await redacted(name, [blurred]);
    const [was, is] = [await cut(source, [320, 180], region), await cut(path, [320, 180], region)];
    expect(is).toHaveLength(50);
    for (const [index, pixels] of is.entries()) {
      const [original = Buffer.alloc(0)] = was.slice(index);
      // What is shown from 0.52 to 1.2 seconds, to the picture.
      if (index >= first && index < 30) {
        expect(Math.abs(correlation(original, pixels))).toBeLessThan(0.12);
        expect(deviation(pixels)).toBeLessThan(0.1 * deviation(original));
      } else expect(correlation(original, pixels)).toBeGreaterThan(0.99);
    }
    const similar = await similarities(source, path, region);
    expect(similar).toHaveLength(50);
    expect(Math.min(...similar)).toBeGreaterThan(0.97);
  });

  it('has every picture at its own time, the sound as it was, and nothing else of the file', async () => {
    const { source, path, results } = await redacted('letters.mov', [{ ...region, effect: box }]);
    expect(results).toMatchObject({
      redacted: { key: 'cams/film_redacted.mp4', format: 'mp4', width: 320, height: 180, regions: 1 },
    });
    const [was, is] = [await probeStream(source), await probeStream(path)];
    expect(is.stream).toMatchObject({ codec_name: 'h264', pix_fmt: 'yuv420p', width: 320, height: 180 });
    const times = ({ packets }: typeof is) =>
      packets.filter(({ stream_index: index }) => index === 0).map(({ pts_time: time }) => Number(time).toFixed(4));
    expect(times(is).toSorted()).toEqual(times(was).toSorted());
    expect(await soundOf(path)).toBe(await soundOf(source));
    const bytes = await readFile(path);
    for (const secret of ['+52.5200', 'garden']) {
      expect((await readFile(source)).includes(secret)).toBe(true);
      expect(bytes.includes(secret)).toBe(false);
    }
    // What is needed to begin comes first.
    expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'));
    expect(workshop.progress.at(-1)?.percent).toBe(95);
    expect(await workshop.scratchLeft()).toEqual([]);
  });

  it('hides the picture that is shown when a region begins, however long it is shown', async () => {
    // One picture stands from just before 1 second to 3.6.
    const held = { ...region, ...{ x: 0, y: 0, width: 320, height: 180 }, fromSec: 2, toSec: 3, effect: box };
    const { source, path } = await redacted('frozen.mkv', [held]);
    const [was, is] = [await probeStream(source), await probeStream(path)];
    expect(is.packets).toHaveLength(was.packets.length);
    const seconds = (packets: typeof was.packets) =>
      packets.map(({ pts_time: time }) => Number(time)).toSorted((a, b) => a - b);
    const [first = 0] = seconds(was.packets);
    for (const [index, time] of seconds(is.packets).entries()) {
      expect(time).toBeCloseTo((seconds(was.packets)[index] ?? 0) - first, 2);
    }
    const hidden = (await lumaFrames(path, 8, 4)).map((frame) => deviation(frame) < 2);
    const last = seconds(is.packets).findLastIndex((time) => time <= 2);
    expect(hidden.flatMap((isHidden, index) => (isHidden ? [index] : []))).toEqual([last]);
  });

  it('counts pixels and parts of the picture as viewers see it', async () => {
    const corner = { ...region, unit: 'fractions', x: 0.5, y: 0.75, width: 0.5, height: 0.25, effect: box } as const;
    const { path } = await redacted('rotated.mp4', [corner], 'remove');
    const inside = await cut(path, [180, 320], { x: 90, y: 240, width: 90, height: 80 });
    const above = await cut(path, [180, 320], { x: 90, y: 150, width: 90, height: 80 });
    expect(inside.every((pixels) => deviation(pixels) < 2)).toBe(true);
    expect(above.every((pixels) => deviation(pixels) > 10)).toBe(true);
    await expect(soundOf(path)).rejects.toThrow();
  });

  it('of an odd size, with overlapping regions at its edges, loses a column and a row', async () => {
    const edges = { ...region, x: 300, y: 160, width: 21, height: 21, effect: box };
    const all = { ...region, unit: 'fractions', x: 0, y: 0, width: 1, height: 1 } as const;
    const { path } = await redacted('odd-size.mkv', [edges, all]);
    expect((await probeStream(path)).stream).toMatchObject({ width: 320, height: 180 });
  });
});

/** Samples of the first channel, from -1 to 1, on the clock of the file: 48,000 a second. */
async function samplesOf(path: string): Promise<Float32Array> {
  const raw = ['-map', '0:a', '-af', 'aresample=first_pts=0', '-ac', '1', '-ar', '48000', '-f', 'f32le', '-'];
  const { output } = await ffmpeg('-i', path, ...raw);
  return new Float32Array(new Uint8Array(output).buffer);
}

/** Root of the mean square from one second to another. */
function loudness(samples: Float32Array, fromSec: number, toSec: number): number {
  const part = samples.subarray(Math.round(fromSec * 48_000), Math.round(toSec * 48_000));
  return Math.sqrt(part.reduce((sum, value) => sum + value * value, 0) / part.length);
}

/** What a frame of AAC reaches beyond its own samples. */
const FRAME_SEC = 1024 / 48_000;

describe('sound that is muted for some time', () => {
  it.each<FilmName>(['letters.mp4', 'letters.ts'])(
    'of %s is not heard then, and heard before and after',
    async (name) => {
      const sound = {
        mute: [
          { fromSec: 0.5, toSec: 1 },
          { fromSec: 1.5, toSec: null },
        ],
      };
      const { source, path } = await redacted(name, [], sound);
      const [was, is] = [await samplesOf(source), await samplesOf(path)];
      for (const [from, to] of [
        [0.1, 0.5 - FRAME_SEC],
        [1 + FRAME_SEC, 1.5 - FRAME_SEC],
      ] as const) {
        expect(loudness(is, from, to) / loudness(was, from, to)).toBeCloseTo(1, 1);
        const difference = is.map((value, index) => value - (was[index] ?? 0));
        expect(loudness(difference, from, to)).toBeLessThan(0.05 * loudness(was, from, to));
      }
      expect(loudness(was, 0.5, 1)).toBeGreaterThan(0.05);
      for (const [from, to] of [
        [0.5 + FRAME_SEC, 1 - FRAME_SEC],
        [1.5 + FRAME_SEC, 1.9],
      ] as const) {
        expect(loudness(is, from, to)).toBeLessThan(1e-4);
      }
      // What of it is near the edges is the codec's, and little.
      expect(loudness(is, 0.5, 1)).toBeLessThan(0.05 * loudness(was, 0.5, 1));
      const similar = await similarities(source, path, { x: 0, y: 0, width: 2, height: 2 });
      expect([similar.length, Math.min(...similar) > 0.97]).toEqual([50, true]);
    },
  );

  it('is zero from the very sample on to the one before the end, and as it was elsewhere', async () => {
    const silences = [
      { fromSec: 0.1, toSec: 0.25 },
      { fromSec: 0.2, toSec: 0.3001 },
    ];
    const tone = (...filter: string[]) =>
      ffmpeg('-f', 'lavfi', '-i', 'aevalsrc=0.5|-0.25:s=48000:d=0.5', ...filter, '-f', 'f32le', '-');
    const { output } = await tone('-af', muteFilter(silences));
    const samples = new Float32Array(new Uint8Array(output).buffer);
    const heard = (index: number) => [samples[2 * index], samples[2 * index + 1]];
    expect(samples).toHaveLength(2 * 24_000);
    expect([heard(4799), heard(4800)]).toEqual([
      [0.5, -0.25],
      [0, 0],
    ]);
    expect([heard(14_404), heard(14_405)]).toEqual([
      [0, 0],
      [0.5, -0.25],
    ]);
    expect(samples.filter((value) => value === 0)).toHaveLength(2 * (14_405 - 4800));
  });

  it('is refused where a time begins behind the end', async () => {
    await workshop.source.put('cams/film.mp4', await readFile(await film('letters.mp4')));
    const outcome = await order([], { mute: [{ fromSec: 5, toSec: null }] });
    expect(outcome.status === 'failed' && outcome.error).toMatch('audio.mute[0] begins behind the end');
  });
});

describe('a redaction that cannot be', () => {
  const nothingBeside = async () => expect(await workshop.source.head('cams/film_redacted.mp4')).toBeNull();
  beforeEach(async () => workshop.source.put('cams/film.mp4', await readFile(await film('letters.mp4'))));

  it.each([[{ x: 200 }, 'redact: regions[0] reaches outside the picture, which is 320×180 as shown: correct it.']])(
    'is refused with a sentence for %j, and nothing is stored',
    async (change, sentence) => {
      const outcome = await order([{ ...region, ...change }]);
      expect(outcome).toMatchObject({ status: 'failed', retryable: false });
      expect(outcome.status === 'failed' && outcome.error).toMatch(sentence);
      await nothingBeside();
    },
  );

  it('leaves nothing when it is cancelled in the middle', async () => {
    const abort = new AbortController();
    const report = ({ stage }: { stage: string }) => stage === 'encode' && abort.abort(new Error('cancelled'));
    await expect(order([region], 'keep', { signal: abort.signal, report })).rejects.toThrow('cancelled');
    await nothingBeside();
    expect(await workshop.scratchLeft()).toEqual([]);
  });
});
