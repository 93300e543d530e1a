import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FilmFile } from '../../src/processing/source/film-file.ts';
import { indexFilm } from '../../src/processing/source/index-film.ts';
import { openFilm } from '../../src/processing/source/open-film.ts';
import { readFrom } from '../../src/processing/source/read-film.ts';
import { frameFilters } from '../../src/processing/timeline/frame-filters.ts';
import { deinterlaceFilters } from '../../src/processing/timeline/picture-filters.ts';
import { ffmpeg } from './support/ffmpeg.ts';
import { type FilmName, film } from './support/films.ts';
import { footage } from './support/footage.ts';
import { createWorkshop, type Workshop } from './support/workshop.ts';

let workshop: Workshop;

beforeAll(async () => {
  workshop = await createWorkshop();
});

afterAll(() => workshop.remove());

/** MD5 of every frame that is chosen from `firstFrame` on. */
async function frames(source: FilmFile, firstFrame: number, maxFrames: number | null): Promise<string[]> {
  const { timeline, video } = source.facts;
  const firstTicks = firstFrame * timeline.ticksPerFrame;
  const rate = `${timeline.frameRate.numerator}/${timeline.frameRate.denominator}`;
  const filters = [...deinterlaceFilters(video), ...frameFilters({ timeline, firstTicks, rate, maxFrames })];
  const graph = ['-filter_complex', `[0:${video.streamIndex}]${filters.join(',')}[chosen]`, '-map', '[chosen]'];
  const output = ['-fps_mode', 'passthrough', '-f', 'framemd5', '-'];
  return hashes((await ffmpeg(...readFrom(source, firstTicks), ...graph, ...output)).output);
}

function hashes(framemd5: Buffer): string[] {
  const lines = framemd5.toString('utf8').split('\n');
  return lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(',').at(-1)?.trim() ?? '');
}

/** The film in chunks, each read for itself as a worker would. */
async function chunked(source: FilmFile, chunkFrames: number): Promise<string[]> {
  const all: string[] = [];
  for (;;) {
    const chunk = await frames(source, all.length, chunkFrames);
    all.push(...chunk);
    if (chunk.length < chunkFrames) return all;
  }
}

/** Opens a film as a job does, also copying it into an indexed container where that is needed. */
async function withFilm<T>(path: string, work: (source: FilmFile) => Promise<T>): Promise<T> {
  await workshop.bring(path);
  return workshop.inContext(async (context, scratch) => {
    const opened = await openFilm(context, 'film', scratch, () => undefined);
    return work(await indexFilm(opened, context, scratch));
  });
}

describe('a chunk has the very frames that it has in a run over the whole film', () => {
  it.each<FilmName>([
    'plain.mp4',
    'open-groups.mp4',
    'open-groups.mkv',
    'cinema.mp4',
    'variable-rate.mp4',
    'frozen.mkv',
    'picture-late.mp4',
    'sound-late.mkv',
    'late-clock.mkv',
    'cut.mp4',
    'fast.mp4',
    'packed.avi',
    'broadcast.ts',
    'interlaced.mpg',
    'fragmented.mp4',
    'old-flash.flv',
    'free.ogv',
    'windows.wmv',
    'recording.webm',
  ])('%s', async (name) => {
    await withFilm(await film(name), async (source) => {
      expect(source.isIndexed).toBe(true);
      const whole = await frames(source, 0, null);
      expect(whole.length).toBeGreaterThan(60);
      expect(await chunked(source, 41)).toEqual(whole);
    });
  });

  it.each(['bird', 'screen', 'avi', 'programme'] as const)('real footage: %s', async (name) => {
    await withFilm(await footage(name), async (source) => {
      expect(await chunked(source, 100)).toEqual(await frames(source, 0, null));
    });
  });
});

describe('the frames of a film of constant rate', () => {
  it.each<FilmName>(['plain.mp4', 'open-groups.mp4', 'open-groups.mkv', 'cinema.mp4', 'late-clock.mkv'])(
    'are all there, once and in order: %s',
    async (name) => {
      const path = await film(name);
      const decoded = hashes(
        (await ffmpeg('-i', path, '-map', '0:v', '-fps_mode', 'passthrough', '-f', 'framemd5', '-')).output,
      );
      await withFilm(path, async (source) => {
        expect(await chunked(source, 41)).toEqual(decoded);
      });
    },
  );
});

describe('a picture that begins after the sound', () => {
  it('stands still until its time comes', async () => {
    await withFilm(await film('picture-late.mp4'), async (source) => {
      const [first, ...following] = await frames(source, 0, 30);
      // 0.7 seconds of 29.97 frames, laid onto whole frames.
      expect(following.findIndex((hash) => hash !== first)).toBe(20);
    });
  });
});
