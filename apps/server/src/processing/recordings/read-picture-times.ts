import type { ProcessingContext } from '../job/processing-context.ts';
import type { FilmFile } from '../source/film-file.ts';
import { readOutput } from '../tools/read-output.ts';
import { fileArgument, openArguments } from '../tools/tool-input.ts';
import { toolLimits } from '../tools/tool-limits.ts';

/** Enough for a day of 60 pictures a second. */
const MAX_OUTPUT_BYTES = 128 * 2 ** 20;

/** Times in the CSV of ffprobe, seconds from the beginning of the file, ascending. Lines without a time are left out. */
export function parsePictureTimes(csv: string): readonly number[] {
  const start = Number(/^format,(-?\d+\.\d+)/m.exec(csv)?.[1] ?? 0);
  const times = [...csv.matchAll(/^packet,(-?\d+\.\d+)/gm)].map(([, time]) => Number(time) - start);
  return times.sort((a, b) => a - b);
}

/** When each picture of the film begins to be shown, by its packets: nothing is decoded. Empty where none has a time. */
export async function readPictureTimes(
  { media, settings, signal }: ProcessingContext,
  { path, facts }: FilmFile,
  scratch: string,
): Promise<readonly number[]> {
  const args = [
    ...['-v', 'error', '-select_streams', String(facts.video.streamIndex)],
    ...['-show_entries', 'packet=pts_time:format=start_time', '-of', 'csv'],
    ...[...openArguments(facts.demuxer), '-i', fileArgument(path)],
  ];
  const seconds = facts.durationSeconds ?? settings.maxDurationSeconds;
  const limits = toolLimits({ ...settings, stepSecondsPerContentSecond: 1 }, seconds, 0);
  const run = { tool: 'ffprobe', args, readable: [path], scratch, limits, signal } as const;
  return parsePictureTimes((await readOutput(media, run, MAX_OUTPUT_BYTES)).toString('latin1'));
}
