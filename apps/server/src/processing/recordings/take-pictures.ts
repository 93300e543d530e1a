import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { planSprite, type SpriteGrid, type SpriteWish } from '@sluice/media';
import type { RecordingThumbnailOptions } from '../../ports/film-job.ts';
import { chooseStart } from '../artifacts/choose-start.ts';
import { COVER_SECONDS } from '../artifacts/extract-cover.ts';
import { isWholeJpeg } from '../artifacts/is-whole-jpeg.ts';
import { makeArtifact, runForBytes } from '../artifacts/make-artifact.ts';
import type { ProcessingContext } from '../job/processing-context.ts';
import type { FilmFile } from '../source/film-file.ts';
import { SourceRefused } from '../source/source-refused.ts';
import {
  LOOK_SECONDS,
  type SpriteTake,
  spriteArguments,
  type ThumbnailTake,
  thumbnailArguments,
} from './picture-arguments.ts';
import { pictureSize } from './picture-size.ts';
import { readPictureTimes } from './read-picture-times.ts';

export interface PictureWork {
  readonly context: ProcessingContext;
  readonly film: FilmFile;
  readonly scratch: string;
}

/** A picture, and the pixels that it has. */
export interface TakenPicture {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export interface TakenPictures {
  readonly thumbnail: TakenPicture | null;
  readonly sprite: (TakenPicture & { readonly grid: SpriteGrid }) | null;
}

const OPTION = 'timestamp_sec';

function planThumbnail({ film, scratch }: PictureWork, options: RecordingThumbnailOptions): ThumbnailTake {
  const wish = { explicitSeconds: options.timestampSec, defaultSeconds: COVER_SECONDS, lengthSeconds: 0 };
  return {
    start: chooseStart({ ...wish, optionName: OPTION }, film.facts.durationSeconds),
    ...pictureSize(film.facts.video, options.width),
    path: join(scratch, 'thumbnail.jpg'),
  };
}

/** The container may not say how long the film is: then its packets do. */
async function lengthOf({ context, film, scratch }: PictureWork): Promise<number> {
  if (film.facts.durationSeconds !== null) return film.facts.durationSeconds;
  const { timeline } = film.facts;
  const times = await readPictureTimes(context, film, scratch);
  return (times.at(-1) ?? 0) + timeline.ticksPerFrame / timeline.ticksPerSecond;
}

async function planGrid(work: PictureWork, wish: SpriteWish): Promise<SpriteTake> {
  const { displayWidth: width, displayHeight: height } = work.film.facts.video;
  const grid = planSprite(wish, { seconds: await lengthOf(work), width, height });
  return { grid, path: join(work.scratch, 'sprite.jpg') };
}

/** A picture that is not black where nobody asked for a place, else that of the place. */
async function takeThumbnail(work: PictureWork, take: ThumbnailTake): Promise<Uint8Array> {
  const run = { ...work, outputPath: take.path, lengthSeconds: LOOK_SECONDS };
  const chosen = take.start.mayMove ? await runForBytes(run, thumbnailArguments(work.film, take, true)) : null;
  if (chosen !== null && isWholeJpeg(chosen)) return chosen;
  return makeArtifact({
    ...{ ...run, start: take.start, optionName: OPTION, isComplete: isWholeJpeg },
    args: (seconds) => thumbnailArguments(work.film, { ...take, start: { ...take.start, seconds } }, false),
  });
}

async function takeSprite(work: PictureWork, sprite: SpriteTake, thumbnail: ThumbnailTake | null): Promise<Uint8Array> {
  const run = { ...work, outputPath: sprite.path, lengthSeconds: sprite.grid.intervalSeconds * sprite.grid.frames };
  const bytes = await runForBytes(run, spriteArguments(work.film, sprite, thumbnail));
  if (isWholeJpeg(bytes)) return bytes;
  throw new SourceRefused('The recording has no pictures that can be decoded: play it locally, export it again.');
}

/** Takes the pictures that are wanted, of one decode where it is both. Rejects with `SourceRefused`. */
export async function takePictures(
  work: PictureWork,
  wish: { readonly thumbnail: RecordingThumbnailOptions | null; readonly sprite: SpriteWish | null },
): Promise<TakenPictures> {
  const take = wish.thumbnail && planThumbnail(work, wish.thumbnail);
  const grid = wish.sprite && (await planGrid(work, wish.sprite));
  const sprite = grid && { ...sizeOf(grid.grid), grid: grid.grid, bytes: await takeSprite(work, grid, take) };
  if (take === null) return { thumbnail: null, sprite };
  const found = sprite === null ? null : await readFile(take.path).catch(() => null);
  const bytes = found !== null && isWholeJpeg(found) ? found : await takeThumbnail(work, take);
  return { thumbnail: { bytes, width: take.width, height: take.height }, sprite };
}

const sizeOf = ({ columns, rows, tileWidth, tileHeight }: SpriteGrid) => ({
  width: columns * tileWidth,
  height: rows * tileHeight,
});
