import type { FailedJob } from '../../ports/film-job.ts';
import type { ProcessingContext } from '../job/processing-context.ts';
import { explainFailure } from './explain-failure.ts';

/**
 * A failure as the end of the job, beginning with what was being done (Vylux contract §8.5). Throws it on when it says
 * nothing about the job, and the signal's reason when the job was aborted.
 */
export function failJob({ signal, log }: ProcessingContext, event: string, doing: string, error: unknown): FailedJob {
  signal.throwIfAborted();
  const explanation = explainFailure(error, /^(?:fetch|download) source$/.test(doing));
  if (explanation === null) throw error;
  log.warn({ event, doing, err: error });
  const { sentence, retryable } = explanation;
  return { status: 'failed', error: `${doing}: ${sentence}`, results: null, retryable };
}
