import type { SpriteGrid } from '@sluice/media';
import type { StartChoice } from '../artifacts/choose-start.ts';
import type { FilmFile } from '../source/film-file.ts';
import { readFrom } from '../source/read-film.ts';
import { frameFilters } from '../timeline/frame-filters.ts';
import { deinterlaceFilters, filmFormat, jpegFormat, scaleFilters } from '../timeline/picture-filters.ts';
import { fileArgument, plainRun } from '../tools/tool-input.ts';

/** A thumbnail to be taken. */
export interface ThumbnailTake {
  readonly start: StartChoice;
  readonly width: number;
  readonly height: number;
  readonly path: string;
}

/** A sprite to be put together. */
export interface SpriteTake {
  readonly grid: SpriteGrid;
  readonly path: string;
}

/** Mean luma of a picture that is not black; 16 is black. */
const LIT_LUMA = 28;
const LOOKS_PER_SECOND = 2;
/** How far a picture is looked for that is not black, seconds. */
export const LOOK_SECONDS = 30;

/** Between pictures so far apart, key frames alone are decoded. */
const KEY_FRAME_SECONDS = 10;

const jpeg = (quality: string, path: string): string[] => [
  ...['-fps_mode', 'passthrough', '-frames:v', '1', '-c:v', 'mjpeg', '-q:v', quality],
  ...['-map_metadata', '-1', '-f', 'mjpeg', fileArgument(path)],
];

const isLit = `signalstats,metadata=mode=select:key=lavfi.signalstats.YAVG:value=${LIT_LUMA}:function=greater`;

const ticksOf = ({ facts }: FilmFile, seconds: number): number => Math.round(seconds * facts.timeline.ticksPerSecond);

/** `isChoosing`: the first picture that is not black; else the one that is shown at the start. */
function thumbnailFilters(film: FilmFile, { start, width, height }: ThumbnailTake, isChoosing: boolean): string[] {
  const { timeline, video } = film.facts;
  const firstTicks = ticksOf(film, start.seconds);
  const { numerator, denominator } = timeline.frameRate;
  const selection = isChoosing
    ? { rate: String(LOOKS_PER_SECOND), maxFrames: LOOKS_PER_SECOND * LOOK_SECONDS, keepsLast: true }
    : { rate: `${numerator}/${denominator}`, maxFrames: 1 };
  return [
    ...frameFilters({ timeline, firstTicks, ...selection }),
    ...scaleFilters(video, width, height),
    ...(isChoosing ? [...filmFormat, isLit] : []),
    ...jpegFormat,
  ];
}

/** Each tile is the picture in the middle of its part: `fps` rounds to the nearest. */
function spriteFilters({ facts }: FilmFile, { grid }: SpriteTake): string[] {
  const { frames, columns, rows, tileWidth, tileHeight, intervalSeconds } = grid;
  const rate = `1000000/${Math.max(1, Math.round(intervalSeconds * 1_000_000))}`;
  return [
    ...frameFilters({ timeline: facts.timeline, firstTicks: 0, rate, maxFrames: null, keepsLast: true }),
    // Where the pictures end before the sound, the last one stays.
    ...[`tpad=stop_mode=clone:stop=${frames}`, `trim=end_frame=${frames}`],
    ...scaleFilters(facts.video, tileWidth, tileHeight),
    ...jpegFormat,
    `tile=${columns}x${rows}:nb_frames=${frames}`,
  ];
}

/** One thumbnail: its start is sought, not decoded to. */
export function thumbnailArguments(film: FilmFile, take: ThumbnailTake, isChoosing: boolean): string[] {
  const { video } = film.facts;
  const filters = [...deinterlaceFilters(video), ...thumbnailFilters(film, take, isChoosing)];
  return [
    ...plainRun,
    ...readFrom(film, ticksOf(film, take.start.seconds)),
    ...['-map', `0:${video.streamIndex}`, '-vf', filters.join(','), ...jpeg('2', take.path)],
  ];
}

/** A sprite, and a thumbnail where one is wanted, of one decode from end to end. */
export function spriteArguments(film: FilmFile, sprite: SpriteTake, thumbnail: ThumbnailTake | null): string[] {
  const { video } = film.facts;
  const isExact = thumbnail?.start.mayMove === false;
  const usesKeyFrames = sprite.grid.intervalSeconds >= KEY_FRAME_SECONDS && !isExact;
  const outputs = ['[sprite]', ...(thumbnail === null ? [] : ['[thumbnail]'])];
  const branches = outputs.map((_, index) => `[branch${index}]`);
  const graph = [
    `[0:${video.streamIndex}]${[...deinterlaceFilters(video), `split=${branches.length}`].join(',')}${branches.join('')}`,
    `[branch0]${spriteFilters(film, sprite).join(',')}[sprite]`,
    ...(thumbnail === null ? [] : [`[branch1]${thumbnailFilters(film, thumbnail, !isExact).join(',')}[thumbnail]`]),
  ];
  return [
    ...plainRun,
    ...readFrom(film, 0, usesKeyFrames ? ['-skip_frame', 'nokey'] : []),
    ...['-filter_complex', graph.join(';')],
    ...['-map', '[sprite]', ...jpeg('4', sprite.path)],
    ...(thumbnail === null ? [] : ['-map', '[thumbnail]', ...jpeg('2', thumbnail.path)]),
  ];
}
