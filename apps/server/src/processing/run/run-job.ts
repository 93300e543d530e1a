import type { FilmRequest, JobOutcome, JobRequest } from '../../ports/film-job.ts';
import { runThumbnails } from '../images/run-thumbnails.ts';
import { type JobPlan, planJob } from '../job/job-plan.ts';
import type { ProcessingContext } from '../job/processing-context.ts';
import type { FailedStage, SkippedStage } from '../job/stage.ts';
import { createProgressReporter, type ProgressReporter } from '../progress/progress-reporter.ts';
import { isRecordingRequest, runRecording } from '../recordings/run-recording.ts';
import type { FilmFile } from '../source/film-file.ts';
import { openFilm } from '../source/open-film.ts';
import { SourceRefused } from '../source/source-refused.ts';
import { failStage } from './fail-stage.ts';
import { formatOutcome } from './format-outcome.ts';
import type { JobReport } from './job-report.ts';
import { artifactWords, runArtifactStages } from './run-artifact-stages.ts';
import { runTranscodeStage, transcodeWords } from './run-transcode-stage.ts';

/**
 * Does a job from its source to its published results. Steps that an earlier run recorded are not done again, so a job
 * may be run as often as it takes. Failures that say something about the job become its outcome; others, such as a lost
 * step log, reject. An abort rejects with the signal's reason and leaves nothing running. Scratch is removed in any case;
 * segments of a job that failed stay for its next attempt, see {@link removeJobWork}.
 */
export async function runJob(request: JobRequest, context: ProcessingContext): Promise<JobOutcome> {
  context.signal.throwIfAborted();
  if (request.type === 'image:thumbnail') return runThumbnails(request, context);
  if (isRecordingRequest(request)) return runRecording(request, context);
  const work = context.tempSpace.use(`job-${request.jobId}`, (scratch) => runStages(request, context, scratch));
  const report = await work.catch((error: unknown) => {
    context.signal.throwIfAborted();
    throw error;
  });
  return formatOutcome(request, report, context.baseUrl);
}

async function runStages(request: FilmRequest, context: ProcessingContext, scratch: string): Promise<JobReport> {
  const plan = planJob(request);
  const progress = createProgressReporter(request.type, context.report);
  let film: FilmFile;
  try {
    film = await openFilm(context, request.source, scratch, () => progress.reach('fetched'));
  } catch (error) {
    return error instanceof SourceRefused ? refused(context, plan, error) : unfetched(context, plan, error);
  }
  return runFilmStages(request, plan, { context, film, scratch, progress });
}

interface FilmWork {
  readonly context: ProcessingContext;
  readonly film: FilmFile;
  readonly scratch: string;
  readonly progress: ProgressReporter;
}

async function runFilmStages(request: FilmRequest, plan: JobPlan, work: FilmWork): Promise<JobReport> {
  const source = { status: 'ready', value: null } as const;
  const artifacts = await runArtifactStages({ ...work, plan, hash: request.hash });
  if (plan.transcode === null) return { source, ...artifacts, transcode: null };
  const isBlocked = [artifacts.cover, artifacts.preview].some((stage) => stage?.status === 'failed');
  const transcode = isBlocked ? blocked : await runTranscodeStage({ ...work, request }, plan.transcode);
  return { source, ...artifacts, transcode };
}

const blocked: SkippedStage = { status: 'skipped', reason: 'blocked_by_failed_dependencies' };

/** The source never came: every other stage is skipped. */
function unfetched(context: ProcessingContext, plan: JobPlan, error: unknown): JobReport {
  const skipped: SkippedStage = { status: 'skipped', reason: 'blocked_by_source_failure' };
  return {
    source: failStage(context, { stage: 'source', code: 'download_failed' }, error),
    cover: plan.cover && skipped,
    preview: plan.preview && skipped,
    transcode: plan.transcode && skipped,
  };
}

/** The source came and is no film: whatever would be done to it first fails with the same sentence. */
function refused(context: ProcessingContext, plan: JobPlan, error: SourceRefused): JobReport {
  const failed = (words: Parameters<typeof failStage>[1]): FailedStage => failStage(context, words, error);
  const hasArtifacts = plan.cover !== null || plan.preview !== null;
  return {
    source: { status: 'ready', value: null },
    cover: plan.cover && failed(artifactWords.cover),
    preview: plan.preview && failed(artifactWords.preview),
    transcode: plan.transcode && (hasArtifacts ? blocked : failed(transcodeWords)),
  };
}
