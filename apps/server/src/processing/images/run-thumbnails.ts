import type { JobOutcome, ThumbnailOutput, ThumbnailRequest } from '../../ports/film-job.ts';
import { isSluiceError } from '../../ports/sluice-error.ts';
import { once } from '../job/once.ts';
import type { ProcessingContext } from '../job/processing-context.ts';
import { stepNames } from '../job/step-names.ts';
import { failJob } from '../run/fail-job.ts';
import { thumbnailKey } from '../segments/media-keys.ts';
import { readPicture, type SourcePicture } from './read-picture.ts';
import { type Thumbnail, ThumbnailSchema } from './thumbnail.ts';

const EVENT = 'thumbnail-failed';

/**
 * Makes and stores the outputs of an `image:thumbnail` job one after another. The first that fails ends the job; earlier
 * ones stay stored (Vylux contract §8.1). Outputs that an earlier run recorded for the same source are not made again.
 */
export async function runThumbnails(request: ThumbnailRequest, context: ProcessingContext): Promise<JobOutcome> {
  let picture: SourcePicture;
  try {
    picture = await readPicture(context, request.source);
  } catch (error) {
    return failJob(context, EVENT, 'fetch source', error);
  }
  const { outputs } = request.options;
  const made: Thumbnail[] = [];
  for (const output of outputs) {
    try {
      const step = stepNames.thumbnail(output.variant, picture.etag);
      made.push(await once(context.steps, step, ThumbnailSchema, () => make(request, context, picture, output)));
    } catch (error) {
      const doing = isSluiceError(error) && error.code.startsWith('storage/') ? 'upload' : 'process';
      return failJob(context, EVENT, `${doing} variant ${output.variant}`, error);
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
