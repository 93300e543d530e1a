import type { Logger } from '../../platform/logger.ts';
import { storedTrace, traceIdOf } from '../../platform/trace-context.ts';
import { inTrace } from '../../platform/trace-scope.ts';
import type { Database } from '../../ports/database.ts';
import type { JobOutcome, RunJob } from '../../ports/film-job.ts';
import type { QueuedWork } from '../../ports/job-queue.ts';
import { isSluiceError, SluiceError } from '../../ports/sluice-error.ts';
import type { Span, TraceContext, Tracing } from '../../ports/tracing.ts';
import {
  type AssetDirectory,
  contentKeyOfJob,
  insertAsset,
  type KeyEncryption,
  savePresentation,
  touchAsset,
} from '../assets/index.ts';
import { tellEnd } from './callbacks/tell-end.ts';
import { watchForRecall } from './cancel/watch-for-recall.ts';
import { holdAsset } from './hold-asset.ts';
import type { JobNews } from './job-news.ts';
import {
  beginJob,
  beginPublishing,
  completeJob,
  failJob,
  type JobRow,
  jobRequestOf,
  requeueJob,
  saveProgress,
} from './job-store.ts';
import { createProgressWriter } from './progress-writer.ts';
import { isRecordingJob } from './recording-source.ts';
import { stepsOfJob } from './step-store.ts';
import { traceSteps } from './trace-steps.ts';

export interface Workshop {
  readonly database: Database;
  readonly news: JobNews;
  readonly keyEncryption: KeyEncryption;
  readonly directory: AssetDirectory;
  readonly runJob: RunJob;
  readonly log: Logger;
  readonly tracing: Tracing;
  /** Removes what an unfinished job has stored; called once nobody will go on with it. */
  readonly discardWork: (jobId: string) => Promise<void>;
  /** Has the end of a job told at once. */
  readonly wakeCourier: () => void;
  /** Told of every attempt that came to an end of its own. */
  readonly countAttempt: (type: string, result: 'success' | 'error', durationSeconds: number) => void;
}

type FailedEnd = JobOutcome & { status: 'failed' };

const PROGRESS_INTERVAL_MS = 1000;

const cancelledBefore = (): SluiceError =>
  new SluiceError('jobs/cancelled', { status: 409, message: 'The job was cancelled.' });

/** Tells the queue to try again; what happened is in the log already. */
class TryAgain extends Error {}

async function runWithProgress(
  { database, keyEncryption, runJob, tracing }: Workshop,
  row: JobRow,
  signal: AbortSignal,
  trace: TraceContext,
): Promise<JobOutcome> {
  const steps = traceSteps(stepsOfJob(database, row.id), tracing, trace);
  const writer = createProgressWriter((progress) => saveProgress(database, row.id, progress), PROGRESS_INTERVAL_MS);
  try {
    return await runJob(jobRequestOf(row), {
      steps,
      contentKey: () => contentKeyOfJob(database, keyEncryption, { jobId: row.id, assetId: row.hash }),
      async beginPublishing() {
        if (!(await beginPublishing(database, row.id))) throw cancelledBefore();
      },
      report: (progress) => writer.report(progress),
      signal,
    });
  } finally {
    steps.stop();
    await writer.finish();
  }
}

/** Results, the asset's new stream and the key that belongs to it appear together or not at all; false for a job that is over. */
async function recordCompletion(
  { database, directory }: Workshop,
  row: JobRow,
  end: JobOutcome & { status: 'completed' },
  trace: TraceContext,
): Promise<boolean> {
  const isOurs = await database.transaction().execute(async (transaction) => {
    if (!(await completeJob(transaction, row.id, end.results))) return false;
    await tellEnd(transaction, row, end, trace);
    if (isRecordingJob(row.type)) return true;
    await insertAsset(transaction, { id: row.hash, access: 'protected', ownerId: row.owner_id });
    if (end.presentation === null) await touchAsset(transaction, row.hash);
    else await savePresentation(transaction, row.hash, end.presentation);
    return true;
  });
  directory.forget(row.hash);
  return isOurs;
}

/** The failure and the news of it are recorded together; false for a job that is over. */
async function recordFailure(
  { database }: Workshop,
  row: JobRow,
  end: FailedEnd,
  trace: TraceContext,
): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    if (!(await failJob(transaction, row.id, end.error, end.results))) return false;
    await tellEnd(transaction, row, end, trace);
    return true;
  });
}

/** What a job that broke without a word of its own is recorded with. */
const sentenceOf = (error: unknown): string =>
  error instanceof SluiceError
    ? error.message
    : 'The job broke off because of a fault in the server; its log has the cause.';

/** How a job ends whose workers all died over it. */
const lostEnd: FailedEnd = {
  status: 'failed',
  error: 'The job was given up: each of its workers stopped without a word. Their memory or disk may be too small.',
  results: null,
  retryable: false,
};

/** Rejects only when the work was taken from us. */
async function endOf(workshop: Workshop, row: JobRow, work: QueuedWork, trace: TraceContext): Promise<JobOutcome> {
  try {
    return await runWithProgress(workshop, row, work.signal, trace);
  } catch (error) {
    if (work.signal.aborted || isSluiceError(error, 'jobs/cancelled')) throw error;
    workshop.log.error({ err: error, jobId: row.id, attempt: work.attempt }, 'job broke off');
    return { status: 'failed', error: sentenceOf(error), results: null, retryable: true };
  }
}

/** Job types that publish a stream. */
const STREAMING: ReadonlySet<string> = new Set(['video:transcode', 'video:full']);

/**
 * Does one job that the queue has leased to us. `failed` is final: it is written after the last attempt, or at once
 * when trying again cannot help. Rejects to have the queue try again. A job that is cancelled or deleted meanwhile is
 * stopped, and what it has stored is removed.
 */
export async function workOnJob(workshop: Workshop, work: QueuedWork): Promise<void> {
  const { database, news } = workshop;
  const recall = watchForRecall(news, database, work.jobId);
  try {
    const row = await beginJob(database, work.jobId);
    if (row === null) return;
    const trace = storedTrace(row);
    await inTrace(traceIdOf(trace), () => workUntilRecalled(workshop, row, work, recall, trace));
  } finally {
    recall.stop();
  }
}

async function workUntilRecalled(
  workshop: Workshop,
  row: JobRow,
  work: QueuedWork,
  recall: ReturnType<typeof watchForRecall>,
  trace: TraceContext,
): Promise<void> {
  const signal = AbortSignal.any([work.signal, recall.signal]);
  const attempt = (held: AbortSignal) => traceAttempt(workshop, row, { ...work, signal: held }, trace);
  try {
    await (STREAMING.has(row.type) ? holdAsset(workshop.database, row.hash, signal, attempt) : attempt(signal));
  } catch (error) {
    if (!(await recall.isRecalled())) throw error;
    workshop.log.info({ jobId: work.jobId }, 'job stopped: it was cancelled');
    await discard(workshop, work.jobId);
  }
}

/** An attempt as a span of the trace that its job belongs to. */
async function traceAttempt(workshop: Workshop, row: JobRow, work: QueuedWork, parent: TraceContext): Promise<void> {
  const attributes = { 'sluice.job.id': row.id, 'sluice.job.type': row.type, 'sluice.job.attempt': work.attempt };
  const span = workshop.tracing.start(`job ${row.type}`, { kind: 'consumer', parent, attributes });
  try {
    await attemptJob(workshop, row, work, span);
  } catch (error) {
    span.end({ error: error instanceof TryAgain ? error.message : 'broken off' });
    throw error;
  }
}

async function discard({ discardWork, log }: Workshop, jobId: string): Promise<void> {
  await discardWork(jobId).catch((err: unknown) => log.warn({ err, jobId }, 'unfinished objects were not removed'));
}

/** Ends the span, or rejects. */
async function attemptJob(workshop: Workshop, row: JobRow, work: QueuedWork, span: Span): Promise<void> {
  const beganMs = performance.now();
  const end = work.isExhausted ? lostEnd : await endOf(workshop, row, work, span.context);
  const result = end.status === 'completed' ? 'success' : 'error';
  workshop.countAttempt(row.type, result, (performance.now() - beganMs) / 1000);
  if (end.status === 'failed' && end.retryable && !work.isLastAttempt) {
    await requeueJob(workshop.database, row.id);
    throw new TryAgain(end.error);
  }
  await recordEnd(workshop, row, end, span.context);
  span.end(end.status === 'failed' ? { error: end.error } : {});
}

async function recordEnd(workshop: Workshop, row: JobRow, end: JobOutcome, trace: TraceContext): Promise<void> {
  const { log, wakeCourier } = workshop;
  const about = { jobId: row.id, type: row.type, hash: row.hash };
  const isFailed = end.status === 'failed';
  const isOurs = isFailed
    ? await recordFailure(workshop, row, end, trace)
    : await recordCompletion(workshop, row, end, trace);
  // Cancelled in the last moment: its row says so already.
  if (!isOurs || isFailed) await discard(workshop, row.id);
  if (!isOurs) return;
  wakeCourier();
  if (isFailed) log.warn({ ...about, reason: end.error }, 'job failed');
  else log.info(about, 'job completed');
}
