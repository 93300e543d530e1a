import type { FilmFile } from '../source/film-file.ts';
import { readFrom } from '../source/read-film.ts';
import { frameFilters } from '../timeline/frame-filters.ts';
import { deinterlaceFilters, jpegFormat, scaleFilters } from '../timeline/picture-filters.ts';
import { fileArgument, plainRun } from '../tools/tool-input.ts';

/** The picture that is shown at `seconds`, as one JPEG in the size that a viewer sees the film in. */
export function coverArguments(film: FilmFile, seconds: number, outputPath: string): string[] {
  const { timeline, video } = film.facts;
  const { numerator, denominator } = timeline.frameRate;
  const firstTicks = Math.round(seconds * timeline.ticksPerSecond);
  const filters = [
    ...deinterlaceFilters(video),
    ...frameFilters({ timeline, firstTicks, rate: `${numerator}/${denominator}`, maxFrames: 1 }),
    ...scaleFilters(video, video.displayWidth, video.displayHeight),
    ...jpegFormat,
  ];
  return [
    ...plainRun,
    ...readFrom(film, firstTicks),
    ...['-map', `0:${video.streamIndex}`, '-vf', filters.join(','), '-fps_mode', 'passthrough', '-frames:v', '1'],
    ...['-c:v', 'mjpeg', '-q:v', '2', '-map_metadata', '-1', '-f', 'mjpeg', fileArgument(outputPath)],
  ];
}
