import type { PreviewOptions } from '../../ports/film-job.ts';
import type { FilmFile } from '../source/film-file.ts';
import { readFrom } from '../source/read-film.ts';
import { frameFilters } from '../timeline/frame-filters.ts';
import { deinterlaceFilters, scaleFilters } from '../timeline/picture-filters.ts';
import { fileArgument, plainRun } from '../tools/tool-input.ts';

const ENCODERS = {
  webp: ['-c:v', 'libwebp_anim', '-quality', '70', '-compression_level', '4'],
  gif: ['-c:v', 'gif'],
} as const;

/** One palette for the whole loop, made from what moves. */
const PALETTE = 'split[seen][drawn];[seen]palettegen=stats_mode=diff[palette];[drawn][palette]paletteuse=dither=bayer';

/**
 * A silent loop from `seconds` on. Written to a file: on a pipe ffmpeg cannot go back to fill in the size that an
 * animated WebP begins with, and leaves an invalid one.
 */
export function previewArguments(
  film: FilmFile,
  seconds: number,
  options: PreviewOptions,
  outputPath: string,
): string[] {
  const firstTicks = Math.round(seconds * film.facts.timeline.ticksPerSecond);
  return [
    ...plainRun,
    ...readFrom(film, firstTicks),
    ...['-filter_complex', previewFilterGraph(film, firstTicks, options), '-map', '[preview]'],
    ...['-fps_mode', 'passthrough', '-map_metadata', '-1'],
    ...ENCODERS[options.format],
    ...['-loop', '0', '-f', options.format, fileArgument(outputPath)],
  ];
}

function previewFilterGraph({ facts }: FilmFile, firstTicks: number, options: PreviewOptions): string {
  const { timeline, video } = facts;
  const maxFrames = Math.max(1, Math.round(options.durationSec * options.fps));
  const filters = [
    ...deinterlaceFilters(video),
    ...frameFilters({ timeline, firstTicks, rate: String(options.fps), maxFrames, keepsLast: true }),
    ...scaleFilters(video, options.width, previewHeight(options.width, video)),
    ...(options.format === 'gif' ? [PALETTE] : []),
  ];
  return `[0:${video.streamIndex}]${filters.join(',')}[preview]`;
}

/** The film's aspect ratio, even because 4:2:0 halves it. */
function previewHeight(width: number, { displayWidth, displayHeight }: FilmFile['facts']['video']): number {
  return Math.max(2, Math.round((width * displayHeight) / displayWidth / 2) * 2);
}
