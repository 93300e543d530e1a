import { join } from 'node:path';
import type { PreviewOptions } from '../../ports/film-job.ts';
import type { ProcessingContext } from '../job/processing-context.ts';
import type { FilmFile } from '../source/film-file.ts';
import { chooseStart } from './choose-start.ts';
import { countFrames } from './count-frames.ts';
import { makeArtifact } from './make-artifact.ts';
import { previewArguments } from './preview-arguments.ts';

/** Vylux contract §7.2, as documented there for both job types. */
const DEFAULT_START_SECONDS = 2;

/** The animated preview of a film, WebP or GIF. Rejects with `SourceRefused`. */
export async function makePreview(
  context: ProcessingContext,
  film: FilmFile,
  options: PreviewOptions,
  scratch: string,
): Promise<Uint8Array> {
  const optionName = 'start_sec';
  const { startSec: explicitSeconds, durationSec: lengthSeconds, format } = options;
  const wish = { explicitSeconds, defaultSeconds: DEFAULT_START_SECONDS, lengthSeconds, optionName };
  const outputPath = join(scratch, `preview.${format}`);
  return makeArtifact({
    ...{ context, film, scratch, outputPath, lengthSeconds, optionName },
    start: chooseStart(wish, film.facts.durationSeconds),
    args: (seconds) => previewArguments(film, seconds, options, outputPath),
    isComplete: (bytes) => countFrames(bytes, format) > 0,
  });
}
