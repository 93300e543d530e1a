import type { FilmFile } from '../source/film-file.ts';
import { readFrom } from '../source/read-film.ts';
import { fragmentedMp4 } from '../tools/fragmented-mp4.ts';
import { progressArguments } from '../tools/run-encoder.ts';
import { plainRun } from '../tools/tool-input.ts';
import { audioRendition } from './audio-rendition.ts';

/** How often the encoder hands out what it has, microseconds; segments are cut from it anew. */
const FRAGMENT_MICROSECONDS = '1000000';

/**
 * The whole sound of a film in one run on `pipe:3`: one encoder from start to end leaves no seam to hear. Sound before
 * presentation zero is cut off, and silence stands where there is none: before, in between, and up to the film's end.
 */
export function audioArguments(film: FilmFile, streamIndex: number): string[] {
  const { timeline, durationSeconds } = film.facts;
  const zeroSeconds = timeline.zeroTicks / timeline.ticksPerSecond;
  const { sampleRate, channels, bitsPerSecond } = audioRendition;
  const filters = [
    `asetpts=PTS-(${zeroSeconds.toFixed(9)}/TB)`,
    `aresample=${sampleRate}:async=1:first_pts=0`,
    // Players wait for sound that ended before the picture.
    ...(durationSeconds === null ? [] : [`apad=whole_dur=${durationSeconds.toFixed(6)}`]),
    'aformat=sample_fmts=fltp:channel_layouts=stereo',
  ];
  return [
    ...plainRun,
    ...readFrom(film, 0),
    ...['-map', `0:${streamIndex}`, '-af', filters.join(',')],
    ...['-c:a', 'aac', '-b:a', String(bitsPerSecond), '-ac', String(channels), '-ar', String(sampleRate)],
    ...['-map_metadata', '-1', '-map_chapters', '-1', '-frag_duration', FRAGMENT_MICROSECONDS],
    ...fragmentedMp4('', 'pipe:3'),
    ...progressArguments(1),
  ];
}
