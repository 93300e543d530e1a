/** How one stage of a job ended. */
export type Stage<T> = ReadyStage<T> | FailedStage | SkippedStage;

export interface ReadyStage<T> {
  readonly status: 'ready';
  readonly value: T;
}

/** `error_code` values of Vylux contract §8.4. */
export type StageErrorCode =
  | 'download_failed'
  | 'extract_failed'
  | 'generate_failed'
  | 'upload_failed'
  | 'prepare_failed'
  | 'encryption_setup_failed'
  | 'transcode_failed';

export interface FailedStage {
  readonly status: 'failed';
  readonly code: StageErrorCode;
  /** Begins with what was being done (contract §8.5), goes on with a sentence that tells what to do. */
  readonly error: string;
  /** The same may succeed later without anyone changing anything. */
  readonly retryable: boolean;
}

export interface SkippedStage {
  readonly status: 'skipped';
  readonly reason: 'blocked_by_source_failure' | 'blocked_by_failed_dependencies';
}
