import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordingAsset } from '@sluice/media';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RecordingPlan } from '../../src/ports/film-job.ts';
import { probeStream } from './support/ffmpeg.ts';
import { type FilmName, film } from './support/films.ts';
import { lumaFrames } from './support/pixels.ts';
import { createWorkshop, type Workshop } from './support/workshop.ts';

let workshop: Workshop;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-recordings-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  workshop = await createWorkshop();
});
afterEach(() => workshop.remove());

const key = 'cams/1776427171_1-1_frontdoor_402-263-805-680_801_29960.mp4';
const nothing: RecordingPlan = { thumbnail: null, sprite: null, redact: null };
const thumbnail = { width: 160 };
const sprite = { maxFrames: 100, tileWidth: 80 };

async function bring(name: FilmName): Promise<void> {
  await workshop.source.put(key, await readFile(await film(name)));
}

/** What stands beside the recording, as a file. */
async function stored(asset: RecordingAsset): Promise<string> {
  const name = `${key.slice(0, -4)}_${asset}.jpg`;
  const path = join(folder, `${asset}.jpg`);
  await writeFile(path, (await workshop.source.readBytes(name)).bytes);
  return path;
}

const make = (options: Partial<RecordingPlan>) =>
  workshop.run({ type: 'recording:assets', options: { ...nothing, ...options }, source: key });

// biome-ignore lint/suspicious/noExplicitAny: results are read as JSON.
const resultsOf = (outcome: Awaited<ReturnType<typeof make>>): any => {
  if (outcome.status !== 'completed') throw new Error(outcome.error);
  return outcome.results;
};

describe('a thumbnail and a sprite of one decode', () => {
  it('stand beside the recording, and nothing else does', async () => {
    await bring('plain.mp4');
    const results = resultsOf(await make({ thumbnail, sprite }));
    const stem = key.slice(0, -4);
    const keys: string[] = [];
    for await (const info of workshop.source.list('')) keys.push(info.key);
    expect(keys).toEqual([key, `${stem}_sprite.jpg`, `${stem}_thumbnail.jpg`]);
    expect(results).toMatchObject({
      provider: 'source',
      recording: key,
      label: { device: 'frontdoor', started_at: '2026-04-17T11:59:31.000Z', duration_ms: 29_960 },
      thumbnail: { key: `${stem}_thumbnail.jpg`, format: 'jpg', width: 160, height: 90 },
      sprite: { frames: 5, columns: 5, rows: 1, tile_width: 80, tile_height: 44, interval_sec: 1 },
    });
    expect(results.sprite.cues[2]).toEqual({ start_sec: 2, end_sec: 3, xywh: [160, 0, 80, 44] });
    expect(results.sprite.vtt).toContain('00:00:02.000 --> 00:00:03.000\n1776427171_1-1_frontdoor_402');
    expect((await probeStream(await stored('sprite'))).stream).toMatchObject({ width: 400, height: 44 });
    expect((await probeStream(await stored('thumbnail'))).stream).toMatchObject({ width: 160, height: 90 });
    expect(await workshop.scratchLeft()).toEqual([]);
    // A second run has everything recorded already.
    const before = await workshop.source.head(`${stem}_sprite.jpg`);
    expect(resultsOf(await make({ thumbnail, sprite }))).toEqual(results);
    expect(await workshop.source.head(`${stem}_sprite.jpg`)).toEqual(before);
  });

  it('show the picture in the middle of each part of the recording', async () => {
    await bring('ramp.mp4');
    const { sprite: made } = resultsOf(await make({ sprite: { ...sprite, maxFrames: 4 } }));
    // Nine columns of a tile, of which the one in the middle has nothing of its neighbours.
    const [row = Buffer.alloc(0)] = await lumaFrames(await stored('sprite'), 9 * made.frames, 1);
    const tiles = row.filter((_, column) => column % 9 === 4);
    // Pictures 12, 37, 62 and 87; JPEG has the full range.
    const expected = [12, 37, 62, 87].map((picture) => ((20 + 2 * picture - 16) * 255) / 219);
    expect(tiles).toHaveLength(4);
    for (const [index, luma] of tiles.entries()) expect(Math.abs(luma - (expected[index] ?? 0))).toBeLessThan(6);
  });

  it('have no black thumbnail where there is another picture, unless its time was named', async () => {
    await bring('light.mp4');
    const brightness = async (options: RecordingPlan['thumbnail']) => {
      workshop.steps.clear();
      resultsOf(await make({ thumbnail: options }));
      return (await lumaFrames(await stored('thumbnail'), 1, 1))[0]?.[0] ?? -1;
    };
    expect(await brightness(thumbnail)).toBeGreaterThan(150);
    expect(await brightness({ ...thumbnail, timestampSec: 1 })).toBeLessThan(40);
    workshop.steps.clear();
    resultsOf(await make({ thumbnail, sprite }));
    expect((await lumaFrames(await stored('thumbnail'), 1, 1))[0]?.[0]).toBeGreaterThan(150);
  });

  it('have a black thumbnail where everything is', async () => {
    await bring('dark.mp4');
    resultsOf(await make({ thumbnail, sprite }));
    expect((await lumaFrames(await stored('thumbnail'), 1, 1))[0]?.[0]).toBeLessThan(40);
  });

  it.each<[FilmName, number, number]>([
    ['rotated.mp4', 80, 142],
    ['recording.webm', 80, 44],
  ])('of %s have the shape that viewers see', async (name, width, height) => {
    await bring(name);
    const results = resultsOf(await make({ thumbnail, sprite }));
    expect(results.sprite).toMatchObject({ tile_width: width, tile_height: height });
    const { columns, rows } = results.sprite;
    const { stream } = await probeStream(await stored('sprite'));
    expect(stream).toMatchObject({ width: columns * width, height: rows * height });
  });

  it('are refused for what is no film, with what was being done', async () => {
    await workshop.source.put(key, Buffer.from('this is no film'));
    expect(await make({ sprite })).toMatchObject({
      status: 'failed',
      error: expect.stringMatching(/^download source: /),
      retryable: false,
    });
  });
});
