import type { Rung } from '@sluice/media';
import type { FilmFile } from '../source/film-file.ts';
import { readFrom } from '../source/read-film.ts';
import { fileArgument, plainRun } from '../tools/tool-input.ts';
import { chunkFilterGraph, filmReadOptions } from '../video/chunk-arguments.ts';
import type { QualityWindow } from './quality-windows.ts';

export interface Comparison {
  readonly film: FilmFile;
  readonly window: QualityWindow;
  readonly rungs: readonly Pick<Rung, 'width' | 'height'>[];
  /** The clear segment of each rung behind its init section, by the index of the rung. */
  readonly rungPath: (index: number) => string;
}

/** Names of what is written of each rung, in the tool's working folder. */
export const ssimFile = (index: number): string => `ssim-${index}.log`;
export const psnrFile = (index: number): string => `psnr-${index}.log`;

/** Frames are paired by their number, whatever time either side gives them. */
const NUMBERED = 'settb=1/1000,setpts=N';

/**
 * One decode of the source and one of each rung. The source goes through the very filters that the rungs were made
 * with, so that what differs is what the encoder did.
 */
export function qualityArguments({ film, window, rungs, rungPath }: Comparison): string[] {
  const firstTicks = window.firstFrame * film.facts.timeline.ticksPerFrame;
  const range = { number: 1, firstFrame: window.firstFrame, maxFrames: window.frames };
  return [
    ...plainRun,
    ...readFrom(film, firstTicks, filmReadOptions(film)),
    ...rungs.flatMap((_, index) => ['-ignore_editlist', '1', '-f', 'mov', '-i', fileArgument(rungPath(index))]),
    ...[
      '-filter_complex',
      [chunkFilterGraph({ film, range, rungs }), ...rungs.map((_, index) => compareRung(index, window.frames))].join(
        ';',
      ),
    ],
    ...rungs.flatMap((_, index) => ['-map', `[compared${index}]`, '-fps_mode', 'passthrough', '-f', 'null', '-']),
  ];
}

/** What the filters of a chunk give as `rungN` beside what was made of it. */
function compareRung(index: number, frames: number): string {
  const made = `trim=end_frame=${frames},format=yuv420p,${NUMBERED},split`;
  return [
    `[rung${index}]${NUMBERED}[from${index}]`,
    `[${index + 1}:v]${made}[a${index}][b${index}]`,
    `[from${index}][a${index}]ssim=stats_file=${ssimFile(index)}:shortest=1[s${index}]`,
    `[s${index}][b${index}]psnr=stats_file=${psnrFile(index)}:shortest=1[compared${index}]`,
  ].join(';');
}
