import type { JobOutcome, JobRequest, RecordingRequest } from '../../ports/film-job.ts';
import { isSluiceError } from '../../ports/sluice-error.ts';
import type { ProcessingContext } from '../job/processing-context.ts';
import { createProgressReporter } from '../progress/progress-reporter.ts';
import { failJob } from '../run/fail-job.ts';
import type { FilmFile } from '../source/film-file.ts';
import { openFilm } from '../source/open-film.ts';
import { formatResults } from './format-results.ts';
import { makeAssets } from './make-assets.ts';

const EVENT = 'recording-failed';

const DOING: Readonly<Record<RecordingRequest['type'], string>> = {
  'recording:thumbnail': 'make thumbnail',
  'recording:sprite': 'make sprite',
  'recording:assets': 'make assets',
  'recording:redact': 'redact',
};

export const isRecordingRequest = (request: JobRequest): request is RecordingRequest =>
  request.type.startsWith('recording:');

/**
 * Makes what is wanted of a recording and stores it beside the recording, under the names of Kerberos Vault contract §8.
 * Assets that an earlier run recorded are not made again; the recording itself is only ever read.
 */
export async function runRecording(request: RecordingRequest, context: ProcessingContext): Promise<JobOutcome> {
  return context.tempSpace.use(`job-${request.jobId}`, async (scratch): Promise<JobOutcome> => {
    const progress = createProgressReporter(request.type, context.report);
    let film: FilmFile;
    try {
      film = await openFilm(context, request.source, scratch, () => progress.reach('fetched'));
    } catch (error) {
      return failJob(context, EVENT, 'download source', error);
    }
    try {
      const made = await makeAssets({ context, film, scratch }, request, progress);
      return { status: 'completed', results: formatResults(request, made), presentation: null };
    } catch (error) {
      const isStorage = isSluiceError(error) && error.code.startsWith('storage/');
      return failJob(context, EVENT, isStorage ? 'upload' : DOING[request.type], error);
    }
  });
}
