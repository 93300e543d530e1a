import { type Rung, timescaleFor } from '@sluice/media';
import type { FilmFile } from '../source/film-file.ts';
import { readFrom } from '../source/read-film.ts';
import { frameFilters } from '../timeline/frame-filters.ts';
import { deinterlaceFilters, filmFormat, scaleFilters } from '../timeline/picture-filters.ts';
import { fragmentedMp4 } from '../tools/fragmented-mp4.ts';
import { progressArguments } from '../tools/run-encoder.ts';
import { plainRun } from '../tools/tool-input.ts';
import type { ChunkRange } from './chunk-plan.ts';
import { type EncoderSettings, videoCodecArguments } from './video-codec-arguments.ts';

export interface ChunkEncode {
  readonly film: FilmFile;
  readonly range: ChunkRange;
  readonly segmentFrames: number;
  /** High to low within a codec. */
  readonly rungs: readonly Rung[];
  readonly settings: EncoderSettings;
}

/**
 * One decode that feeds all rungs: rung i is fragmented MP4 on `pipe:(3 + i)`, a fragment per segment, and the progress
 * report follows on the next pipe.
 */
export function chunkArguments(encode: ChunkEncode): string[] {
  const { film, range, rungs } = encode;
  return [
    ...plainRun,
    ...readFrom(film, range.firstFrame * film.facts.timeline.ticksPerFrame, filmReadOptions(film)),
    ...['-filter_complex', chunkFilterGraph(encode)],
    ...rungs.flatMap((rung, index) => rungArguments(encode, rung, index)),
    ...progressArguments(rungs.length),
  ];
}

/**
 * How a film is read that is scaled to rungs. A picture that changes its size in the middle is scaled to the same rungs;
 * rebuilding the filters would lose the place in time. Turning and tone mapping cannot take that, so there they are rebuilt.
 */
export function filmReadOptions({ facts: { video } }: FilmFile): readonly string[] {
  return video.isRotated || video.isHdr || video.isInterlaced ? [] : ['-reinit_filter', '0'];
}

function rungArguments({ film, segmentFrames, settings }: ChunkEncode, rung: Rung, index: number): string[] {
  const { timescale } = timescaleFor(film.facts.timeline.frameRate);
  return [
    ...['-map', `[${outLabel(index)}]`, '-fps_mode', 'passthrough'],
    ...videoCodecArguments(rung, segmentFrames, settings),
    ...['-map_metadata', '-1', '-map_chapters', '-1', '-video_track_timescale', String(timescale)],
    ...fragmentedMp4('+frag_keyframe', `pipe:${3 + index}`),
  ];
}

interface FilterOrder extends Pick<ChunkEncode, 'film' | 'range'> {
  readonly rungs: readonly PictureSize[];
}

type PictureSize = Pick<Rung, 'width' | 'height'>;

/** Scalers stand in a row, each working on the picture of the one before. Rungs of the same size share one. */
export function chunkFilterGraph({ film, range, rungs }: FilterOrder): string {
  const { timeline, video } = film.facts;
  const { numerator, denominator } = timeline.frameRate;
  const selection = {
    timeline,
    firstTicks: range.firstFrame * timeline.ticksPerFrame,
    rate: `${numerator}/${denominator}`,
    maxFrames: range.maxFrames,
  };
  const sizes = sizesOf(rungs);
  const steps = sizes.map((size, index) => {
    const scale =
      index === 0
        ? [
            ...deinterlaceFilters(video),
            ...frameFilters(selection),
            ...scaleFilters(video, size.width, size.height),
            ...filmFormat,
          ]
        : [`scale=${size.width}:${size.height}`, 'setsar=1'];
    const source = index === 0 ? `0:${video.streamIndex}` : `next${index - 1}`;
    const outputs = [...size.rungIndexes.map(outLabel), ...(index < sizes.length - 1 ? [`next${index}`] : [])];
    const split = outputs.length > 1 ? [`split=${outputs.length}`] : [];
    return `[${source}]${[...scale, ...split].join(',')}${outputs.map((label) => `[${label}]`).join('')}`;
  });
  return steps.join(';');
}

interface RungSize {
  readonly width: number;
  readonly height: number;
  readonly rungIndexes: readonly number[];
}

/** High to low; every codec's ladder has the same sizes. */
function sizesOf(rungs: readonly PictureSize[]): RungSize[] {
  const bySize = Map.groupBy(rungs.keys(), (index) => `${rungs[index]?.width}x${rungs[index]?.height}`);
  return [...bySize.values()].map((rungIndexes) => {
    const { width = 0, height = 0 } = rungs[rungIndexes[0] ?? 0] ?? {};
    return { width, height, rungIndexes };
  });
}

function outLabel(rungIndex: number): string {
  return `rung${rungIndex}`;
}
