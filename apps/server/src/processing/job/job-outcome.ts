import type { Presentation } from '@sluice/media';

/** How a job ended. `results` is the contract's payload (Vylux contract §8.2 to §8.4), `error` its text (§8.5). */
export type JobOutcome = CompletedJob | FailedJob;

export interface CompletedJob {
  readonly status: 'completed';
  readonly results: unknown;
  /** What was published; null for a job that makes no stream. */
  readonly presentation: Presentation | null;
}

export interface FailedJob {
  readonly status: 'failed';
  /** What happened and what to do about it, in plain words. */
  readonly error: string;
  /** Of `video:full`: its stages and what was made all the same. */
  readonly results: unknown | null;
  /** True when the same job may succeed later without anyone changing anything. */
  readonly retryable: boolean;
}
