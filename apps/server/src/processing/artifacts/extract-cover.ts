import { join } from 'node:path';
import type { CoverOptions } from '../../ports/film-job.ts';
import type { ProcessingContext } from '../job/processing-context.ts';
import type { FilmFile } from '../source/film-file.ts';
import { chooseStart } from './choose-start.ts';
import { coverArguments } from './cover-arguments.ts';
import { isWholeJpeg } from './is-whole-jpeg.ts';
import { makeArtifact } from './make-artifact.ts';

/** Vylux contract §7.2. */
export const COVER_SECONDS = 1;

/** The cover of a film, a JPEG. Rejects with `SourceRefused`. */
export async function extractCover(
  context: ProcessingContext,
  film: FilmFile,
  options: CoverOptions,
  scratch: string,
): Promise<Uint8Array> {
  const optionName = 'timestamp_sec';
  const wish = { explicitSeconds: options.timestampSec, defaultSeconds: COVER_SECONDS, lengthSeconds: 0, optionName };
  const outputPath = join(scratch, 'cover.jpg');
  return makeArtifact({
    ...{ context, film, scratch, outputPath, optionName },
    start: chooseStart(wish, film.facts.durationSeconds),
    lengthSeconds: 1,
    args: (seconds) => coverArguments(film, seconds, outputPath),
    isComplete: isWholeJpeg,
  });
}
