import type { FailedJob, JobOutcome, ThumbnailOutput, ThumbnailRequest } from '../../ports/film-job.ts';
import { isSluiceError } from '../../ports/sluice-error.ts';
import { once } from '../job/once.ts';
import type { ProcessingContext } from '../job/processing-context.ts';
import { stepNames } from '../job/step-names.ts';
import { explainFailure } from '../run/explain-failure.ts';
import { thumbnailKey } from '../segments/media-keys.ts';
import { readPicture, type SourcePicture } from './read-picture.ts';
import { type Thumbnail, ThumbnailSchema } from './thumbnail.ts';

/**
 * Makes and stores the outputs of an `image:thumbnail` job one after another. The first that fails ends the job; earlier
 * ones stay stored (Vylux contract §8.1). Outputs that an earlier run recorded for the same source are not made again.
 */
export async function runThumbnails(request: ThumbnailRequest, context: ProcessingContext): Promise<JobOutcome> {
  let picture: SourcePicture;
  try {
    picture = await readPicture(context, request.source);
  } catch (error) {
    return failure(context, 'fetch source', error);
  }
  const { outputs } = request.options;
  const made: Thumbnail[] = [];
  for (const output of outputs) {
    try {
      const step = stepNames.thumbnail(output.variant, picture.etag);
      made.push(await once(context.steps, step, ThumbnailSchema, () => make(request, context, picture, output)));
    } catch (error) {
      const doing = isSluiceError(error) && error.code.startsWith('storage/') ? 'upload' : 'process';
      return failure(context, `${doing} variant ${output.variant}`, error);
    }
    context.report({ percent: Math.floor((100 * made.length) / outputs.length), stage: 'artifacts' });
  }
  return { status: 'completed', results: made, presentation: null };
}

async function make(
  { hash }: ThumbnailRequest,
  { images, mediaStore, signal }: ProcessingContext,
  picture: SourcePicture,
  { variant, widthPx, heightPx, format }: ThumbnailOutput,
): Promise<Thumbnail> {
  signal.throwIfAborted();
  const { bytes, contentType } = await images.transform(picture.bytes, { widthPx, heightPx, format, quality: null });
  signal.throwIfAborted();
  const key = thumbnailKey(hash, variant, format);
  await mediaStore.put(key, bytes, { contentType, signal });
  return { variant, key, format, size: bytes.length };
}

/** A failure as the end of the job (contract §8.5); thrown on when it says nothing about the job, or that was aborted. */
function failure({ signal, log }: ProcessingContext, doing: string, error: unknown): FailedJob {
  signal.throwIfAborted();
  const explanation = explainFailure(error, doing === 'fetch source');
  if (explanation === null) throw error;
  log.warn({ event: 'thumbnail-failed', doing, err: error });
  const { sentence, retryable } = explanation;
  return { status: 'failed', error: `${doing}: ${sentence}`, results: null, retryable };
}
