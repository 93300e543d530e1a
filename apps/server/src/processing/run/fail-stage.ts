import { isSluiceError } from '../../ports/sluice-error.ts';
import type { ProcessingContext } from '../job/processing-context.ts';
import type { FailedStage, StageErrorCode } from '../job/stage.ts';
import { StageRefused } from '../job/stage-refused.ts';
import { explainFailure } from './explain-failure.ts';

/** What a stage calls its parts in error texts (Vylux contract §8.5). */
export interface StageWords {
  readonly stage: 'source' | 'cover' | 'preview' | 'transcode';
  /** Code of a failure that has none of its own. */
  readonly code: StageErrorCode;
}

const DOING: Readonly<Record<StageErrorCode, string>> = {
  download_failed: 'download source',
  extract_failed: 'extract cover',
  generate_failed: 'generate preview',
  upload_failed: 'upload',
  prepare_failed: 'prepare transcode',
  encryption_setup_failed: 'setup encryption',
  transcode_failed: 'transcode',
};

/** What of each stage is uploaded. */
const UPLOADED = { source: '', cover: ' cover', preview: ' preview', transcode: ' HLS' };

/**
 * A failure as the end of a stage, told to the log with its cause. Throws it on when it says nothing about the job, and
 * the signal's reason when the job was aborted.
 */
export function failStage(context: ProcessingContext, words: StageWords, error: unknown): FailedStage {
  context.signal.throwIfAborted();
  const explanation = explainFailure(error, words.stage === 'source');
  if (explanation === null) throw error;
  const code = codeOf(words, error);
  const doing = code === 'upload_failed' ? `${DOING[code]}${UPLOADED[words.stage]}` : DOING[code];
  context.log.warn({ event: 'stage-failed', stage: words.stage, code, err: error, details: detailsOf(error) });
  return { status: 'failed', code, error: `${doing}: ${explanation.sentence}`, retryable: explanation.retryable };
}

function codeOf({ stage, code }: StageWords, error: unknown): StageErrorCode {
  if (error instanceof StageRefused) return error.code;
  const isStorage = isSluiceError(error) && error.code.startsWith('storage/');
  return isStorage && stage !== 'source' ? 'upload_failed' : code;
}

/** What a tool said, also when its failure was put into other words. */
function detailsOf(error: unknown): unknown {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return isSluiceError(cause) ? cause.details : undefined;
}
