import { MalformedMediaError, UnsupportedMediaError } from '@sluice/media';
import { isSluiceError, type SluiceError } from '../../ports/sluice-error.ts';
import { StageRefused } from '../job/stage-refused.ts';
import { SourceRefused } from '../source/source-refused.ts';

/** A failure in words for the person who started the job. */
export interface Explanation {
  /** Tells what to do. At most {@link maxSentenceLength} characters, never a tool's raw output. */
  readonly sentence: string;
  readonly retryable: boolean;
}

export const maxSentenceLength = 260;

const NO_SOURCE = 'The object does not exist: upload it, or correct `source`, then retry.';
const NO_WORK = 'Unfinished segments of the job are gone from the media store: create the job again.';

/** Null for failures that say nothing about the job: a lost database, a fault of the program. They are thrown on. */
export function explainFailure(error: unknown, isAboutSource = false): Explanation | null {
  const explanation = explain(error, isAboutSource);
  return explanation === null ? null : { ...explanation, sentence: shortened(explanation.sentence) };
}

function explain(error: unknown, isAboutSource: boolean): Explanation | null {
  if (error instanceof SourceRefused) return { sentence: error.message, retryable: false };
  if (error instanceof StageRefused) return { sentence: error.message, retryable: error.retryable };
  if (isSluiceError(error)) return explainSluiceError(error, isAboutSource);
  if (error instanceof MalformedMediaError || error instanceof UnsupportedMediaError) {
    return {
      sentence: `The encoder's output was not as expected (${error.message}): please report this.`,
      retryable: false,
    };
  }
  if (isFullDisk(error)) {
    return {
      sentence: 'The scratch disk is full: free space where DATA_DIR lies, then retry the job.',
      retryable: true,
    };
  }
  return null;
}

function explainSluiceError(error: SluiceError, isAboutSource: boolean): Explanation | null {
  switch (error.code) {
    case 'processing/tool-timeout':
      return {
        sentence: 'It took longer than this step may. Retry when the machine is less busy, or send a smaller version.',
        retryable: true,
      };
    case 'processing/tool-failed':
      return explainToolFailure(String(error.details.reason ?? 'failed'), String(error.details.stderr ?? ''));
    case 'storage/object-missing':
      return { sentence: isAboutSource ? NO_SOURCE : NO_WORK, retryable: false };
    case 'storage/invalid-key':
      return { sentence: 'The key is not a valid object key: correct `source` or `hash`.', retryable: false };
  }
  if (error.code.startsWith('image/')) return explainPicture(error);
  if (error.code.startsWith('storage/')) {
    return { sentence: `The object store failed (${error.message}): retry when it works again.`, retryable: true };
  }
  return error.code.startsWith('processing/') ? { sentence: error.message, retryable: true } : null;
}

/** Reasons of `image/unprocessable`, in words for whoever sent the picture. */
const PICTURE_REASONS: Readonly<Record<string, string>> = {
  'too-many-frames': 'The animation has more frames than are allowed: send a shorter one.',
  'too-many-pixels': 'The picture has more pixels than are allowed: send a smaller one.',
  'too-many-bytes': 'The file is larger than pictures may be: send a smaller one.',
  'bad-geometry': 'That size cannot be made of this picture: correct `width` and `height`.',
  'too-slow': 'The picture took too long: send a smaller one.',
  'too-much-memory': 'The picture takes too much memory: send a smaller one.',
};
const NO_PICTURE = 'The file cannot be read as a picture: send a whole JPEG, PNG, WebP, GIF, AVIF or TIFF file.';

function explainPicture({ code, details }: SluiceError): Explanation {
  switch (code) {
    case 'image/unprocessable':
      return { sentence: PICTURE_REASONS[String(details.reason)] ?? NO_PICTURE, retryable: false };
    case 'image/animated-to-static':
      return { sentence: 'An animation stays one in webp and gif only: ask for one of these.', retryable: false };
    default:
      return { sentence: 'The picture could not be made: retry the job.', retryable: true };
  }
}

/** Reasons of `processing/tool-failed`; everything but `failed` is a matter of this machine. */
function explainToolFailure(reason: string, stderr: string): Explanation {
  switch (reason) {
    case 'memory-limit':
      return { sentence: 'The film needs more memory than a tool may use: send a smaller version.', retryable: false };
    case 'file-limit':
      return { sentence: 'The output is larger than it may be: ask for a shorter or smaller one.', retryable: false };
    case 'cpu-limit':
      return { sentence: 'It took more processor time than this step may: send a smaller version.', retryable: false };
    case 'killed':
      return {
        sentence: 'The tool was ended by the system, perhaps for want of memory: retry the job.',
        retryable: true,
      };
    default:
      return {
        sentence: `ffmpeg gave up on the film${lastWords(stderr)}. Play it locally, export it again, send that.`,
        retryable: false,
      };
  }
}

/** The last line of a tool's error output that says something, cut short. */
function lastWords(stderr: string): string {
  const line = stderr.split('\n').findLast((text) => text.trim() !== '' && !/^Conversion failed/.test(text));
  return line === undefined ? '' : ` (${line.trim().slice(0, 120)})`;
}

function isFullDisk(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOSPC';
}

function shortened(sentence: string): string {
  return sentence.length <= maxSentenceLength ? sentence : `${sentence.slice(0, maxSentenceLength - 1)}…`;
}
