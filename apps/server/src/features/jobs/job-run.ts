import type { JobType } from '@sluice/contract';
import type { Presentation } from '@sluice/media';

export interface CoverOptions {
  /** Seconds; absent: the default. */
  readonly timestampSec?: number;
}

export interface PreviewOptions {
  /** Seconds; absent: the default. */
  readonly startSec?: number;
  readonly durationSec: number;
  /** Pixels. */
  readonly width: number;
  readonly fps: number;
  readonly format: 'webp' | 'gif';
}

export interface TranscodeOptions {
  readonly encrypt: boolean;
  /** Absent: the deployment's. */
  readonly scheme?: 'aes-128' | 'cbcs';
}

/** Options by job type, complete with defaults. */
export interface OptionsByType {
  readonly 'video:cover': CoverOptions;
  readonly 'video:preview': PreviewOptions;
  readonly 'video:transcode': TranscodeOptions;
  readonly 'video:full': {
    readonly cover: CoverOptions;
    readonly preview: PreviewOptions;
    readonly transcode: TranscodeOptions;
  };
}

/** A job's type with the options that belong to it. */
export type TypedOptions = {
  [Type in JobType]: { readonly type: Type; readonly options: OptionsByType[Type] };
}[JobType];

/** What a worker is asked to do. */
export type JobRun = TypedOptions & {
  readonly jobId: string;
  /** Id of the asset. */
  readonly hash: string;
  /** Key in the source store. */
  readonly source: string;
};

/** How far a job is. */
export interface JobProgress {
  /** Whole percent, the contract's checkpoints. */
  readonly percent: number;
  readonly stage: string;
  readonly stagePercent?: number;
  readonly fps?: number;
  readonly speed?: number;
  readonly etaSeconds?: number;
}

/** What a running job may ask of the state that outlives it. */
export interface JobHooks {
  readonly steps: {
    find(name: string): Promise<unknown | undefined>;
    record(name: string, result: unknown): Promise<void>;
  };
  /** The same key at every call and every attempt. */
  contentKey(): Promise<{ readonly kid: string; readonly key: Uint8Array }>;
  report(progress: JobProgress): void;
  readonly signal: AbortSignal;
}

export type JobEnd =
  | { readonly status: 'completed'; readonly results: unknown; readonly presentation: Presentation | null }
  | {
      readonly status: 'failed';
      readonly error: string;
      readonly results: unknown | null;
      readonly retryable: boolean;
    };

/** Does the work. Rejects with the signal's reason when aborted. */
export type RunJob = (run: JobRun, hooks: JobHooks) => Promise<JobEnd>;
