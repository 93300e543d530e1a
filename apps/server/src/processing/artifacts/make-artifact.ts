import { readFile, rm } from 'node:fs/promises';
import type { ProcessingContext } from '../job/processing-context.ts';
import type { FilmFile } from '../source/film-file.ts';
import { SourceRefused } from '../source/source-refused.ts';
import { isInputFailure } from '../tools/is-input-failure.ts';
import { toolLimits } from '../tools/tool-limits.ts';
import { behindEnd, type StartChoice } from './choose-start.ts';

/** One run of ffmpeg that makes a small file. */
export interface ArtifactRun {
  readonly context: ProcessingContext;
  readonly film: FilmFile;
  readonly scratch: string;
  readonly outputPath: string;
  readonly start: StartChoice;
  /** Seconds of film that are worked on. */
  readonly lengthSeconds: number;
  readonly optionName: string;
  readonly args: (startSeconds: number) => string[];
  /** Whether the file is one that can be shown. */
  readonly isComplete: (bytes: Uint8Array) => boolean;
}

/**
 * The bytes of an artifact. Where the container promised a longer film than there is, a default place is given up for
 * the beginning; an explicit one is refused. Rejects with `SourceRefused` and with the tool's errors.
 */
export async function makeArtifact(run: ArtifactRun): Promise<Uint8Array> {
  const { start, optionName, film } = run;
  const places = start.mayMove && start.seconds > 0 ? [start.seconds, 0] : [start.seconds];
  for (const seconds of places) {
    const bytes = await runAt(run, seconds);
    if (bytes.length > 0 && run.isComplete(bytes)) return bytes;
  }
  throw new SourceRefused(behindEnd(optionName, start.seconds, film.facts.durationSeconds));
}

const runAt = (run: ArtifactRun, seconds: number): Promise<Uint8Array> => runForBytes(run, run.args(seconds));

/** What one run of ffmpeg writes to its output file; nothing where there was no picture. */
export async function runForBytes(
  run: Pick<ArtifactRun, 'context' | 'film' | 'scratch' | 'outputPath' | 'lengthSeconds'>,
  args: readonly string[],
): Promise<Uint8Array> {
  const { context, film, scratch, outputPath, lengthSeconds } = run;
  const { settings, media, signal } = context;
  const limits = toolLimits(settings, lengthSeconds, settings.maxArtifactBytes);
  // A run that found no picture leaves an empty file, and the next one overwrites none.
  await rm(outputPath, { force: true });
  await media
    .start({ tool: 'ffmpeg', args, readable: [film.path], scratch, limits, signal })
    .done.catch((error: unknown) =>
      Promise.reject(isInputFailure(error) ? new SourceRefused(UNDECODABLE, { cause: error }) : error),
    );
  // Without a picture ffmpeg ends well and writes nothing.
  return readFile(outputPath).catch(() => new Uint8Array(0));
}

const UNDECODABLE =
  'The pictures of the film cannot be decoded there: it is damaged. Play it locally, export it again and send that.';
