import type { StageErrorCode } from './stage.ts';

/** A part of a stage failed that has an error code of its own. The message is a sentence that tells what to do. */
export class StageRefused extends Error {
  override readonly name = 'StageRefused';
  readonly code: StageErrorCode;
  readonly retryable: boolean;

  constructor(code: StageErrorCode, message: string, options: { retryable: boolean; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable;
  }
}
