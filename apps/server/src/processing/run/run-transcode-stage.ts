import type { Presentation } from '@sluice/media';
import { Type } from 'typebox';
import type { JobRequest, TranscodeOptions } from '../../ports/film-job.ts';
import { once } from '../job/once.ts';
import type { ProcessingContext } from '../job/processing-context.ts';
import type { Stage } from '../job/stage.ts';
import { stepNames } from '../job/step-names.ts';
import type { ProgressReporter } from '../progress/progress-reporter.ts';
import { recordQuality } from '../quality/record-quality.ts';
import type { FilmFile } from '../source/film-file.ts';
import { buildPresentation } from '../stream/build-presentation.ts';
import { encodeStream } from '../stream/encode-stream.ts';
import { publishStream, removeJobWork } from '../stream/publish-stream.ts';
import { prepareSegmentKey } from '../stream/segment-key.ts';
import { failStage } from './fail-stage.ts';
import { keyEndpoint } from './stream-results.ts';

export interface TranscodeWork {
  readonly context: ProcessingContext;
  readonly request: JobRequest;
  readonly film: FilmFile;
  readonly scratch: string;
  readonly progress: ProgressReporter;
}

export const transcodeWords = { stage: 'transcode', code: 'transcode_failed' } as const;

/** Encodes and publishes a film's stream. */
export async function runTranscodeStage(work: TranscodeWork, options: TranscodeOptions): Promise<Stage<Presentation>> {
  try {
    return { status: 'ready', value: await transcode(work, options) };
  } catch (error) {
    return failStage(work.context, transcodeWords, error);
  }
}

const PublishStepSchema = Type.Object({ segments: Type.Integer() });

async function transcode(work: TranscodeWork, options: TranscodeOptions): Promise<Presentation> {
  const { context, request, film, scratch, progress } = work;
  const { jobId, hash } = request;
  const segmentKey = await prepareSegmentKey(context, options);
  progress.reach('key-ready');
  const encoded = await encodeStream({ context, jobId, film, segmentKey, scratch, progress });
  const presentation = buildPresentation(encoded);
  progress.reach('encoded');
  const { mediaStore: store, signal, baseUrl, steps } = context;
  const publication = { store, jobId, hash, presentation, keyUri: keyEndpoint(baseUrl, hash), signal };
  await once(steps, stepNames.publish, PublishStepSchema, async () => {
    await context.beginPublishing();
    await publishStream(publication, (fraction) => progress.tell('publish', { stagePercent: fraction * 100 }));
    return { segments: presentation.video.reduce((sum, { segments }) => sum + segments.length, 0) };
  });
  progress.reach('published');
  await context.steps.record(stepNames.stream, presentation);
  await recordQuality({ context, hash, film: encoded.film, presentation, segmentKey, scratch });
  // Only now: until the step is recorded, a next run would have to copy from there again.
  await clearWork(context, jobId);
  return presentation;
}

/** What stays behind costs space and nothing else, so a failure is only told. */
async function clearWork({ mediaStore, log }: ProcessingContext, jobId: string): Promise<void> {
  await removeJobWork(mediaStore, jobId).catch((err: unknown) => log.warn({ event: 'work-not-removed', jobId, err }));
}
