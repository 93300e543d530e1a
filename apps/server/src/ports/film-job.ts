import type { EncryptionScheme, PictureFormat, Presentation, SpriteWish } from '@sluice/media';

/** Options of a job as parsed from the wire (Vylux contract §7.2) and completed with defaults. */
export interface CoverOptions {
  /** Seconds into the film. Absent: the default, which is moved into short films. */
  readonly timestampSec?: number;
}

export interface PreviewOptions {
  /** Seconds into the film. Absent: the default, which is moved into short films. */
  readonly startSec?: number;
  /** Seconds. */
  readonly durationSec: number;
  /** Pixels; the height follows the film's aspect ratio. */
  readonly width: number;
  /** Frames per second, whole. */
  readonly fps: number;
  readonly format: 'webp' | 'gif';
}

export interface TranscodeOptions {
  readonly encrypt: boolean;
  /** How segments are stored when encrypted. Absent: the deployment's setting. */
  readonly scheme?: EncryptionScheme;
}

/** One picture of an `image:thumbnail` job. Null leaves a side to the aspect ratio, both the size as it is. */
export interface ThumbnailOutput {
  /** File name without extension. */
  readonly variant: string;
  readonly widthPx: number | null;
  readonly heightPx: number | null;
  readonly format: PictureFormat;
}

export interface ThumbnailOptions {
  readonly outputs: readonly ThumbnailOutput[];
}

/** The picture beside a recording. */
export interface RecordingThumbnailOptions {
  /** Seconds into the recording. Absent: the first picture from the cover's place on that is not black. */
  readonly timestampSec?: number;
  /** Pixels, never more than the recording has; the height follows. */
  readonly width: number;
}

/** A part of the picture that is made unreadable. */
export interface RedactRegion {
  /** Of the picture as shown: pixels, or parts of its sides from 0 to 1. */
  readonly unit: 'pixels' | 'fractions';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Seconds into the recording; every picture that is shown from then on… */
  readonly fromSec: number;
  /** …and before this. Null: to the end. */
  readonly toSec: number | null;
  readonly effect: RedactEffect;
}

export type RedactEffect =
  /** `strength` 1 to 10: the higher, the less is left. */
  | { readonly kind: 'blur'; readonly strength: number }
  /** `color`: six lower-case hexadecimal digits. */
  | { readonly kind: 'box'; readonly color: string };

/** Seconds into the recording, from the first to before the second; null: to the end. */
export interface Silence {
  readonly fromSec: number;
  readonly toSec: number | null;
}

/** What becomes of the sound: all of it stays, none, or all but some times of it. */
export type RedactSound = 'keep' | 'remove' | { readonly mute: readonly Silence[] };

export interface RedactOptions {
  readonly regions: readonly RedactRegion[];
  readonly sound: RedactSound;
}

/** What is made of a recording and stored beside it. */
export interface RecordingPlan {
  readonly thumbnail: RecordingThumbnailOptions | null;
  readonly sprite: SpriteWish | null;
  readonly redact: RedactOptions | null;
}

/** Options by job type. */
export interface OptionsByType {
  readonly 'image:thumbnail': ThumbnailOptions;
  readonly 'video:cover': CoverOptions;
  readonly 'video:preview': PreviewOptions;
  readonly 'video:transcode': TranscodeOptions;
  readonly 'video:full': {
    readonly cover: CoverOptions;
    readonly preview: PreviewOptions;
    readonly transcode: TranscodeOptions;
  };
  readonly 'recording:thumbnail': RecordingPlan;
  readonly 'recording:sprite': RecordingPlan;
  readonly 'recording:assets': RecordingPlan;
  readonly 'recording:redact': RecordingPlan;
}

export type JobType = keyof OptionsByType;

/** A job's type with the options that belong to it. */
export type TypedOptions = {
  [Type in JobType]: { readonly type: Type; readonly options: OptionsByType[Type] };
}[JobType];

/** One job, ready to run; `type` decides what `options` are. */
export type JobRequest = TypedOptions & {
  readonly jobId: string;
  /** The asset's id; part of every key that is written. */
  readonly hash: string;
  /** Key of the film or picture in the store of its provider. */
  readonly source: string;
  /** Name of that provider; null: the source store of the settings. */
  readonly provider: string | null;
};

export type ThumbnailRequest = Extract<JobRequest, { readonly type: 'image:thumbnail' }>;
export type RecordingRequest = Extract<JobRequest, { readonly type: `recording:${string}` }>;
export type FilmRequest = Exclude<JobRequest, ThumbnailRequest | RecordingRequest>;

export type ProgressStage = 'source' | 'artifacts' | 'encode' | 'publish';

/** How far a job is. */
export interface Progress {
  /** Whole percent, only the checkpoints of Vylux contract §7.8; never falls within a run. */
  readonly percent: number;
  readonly stage: ProgressStage;
  /** Of the stage, 0 to 100 with a fraction. */
  readonly stagePercent?: number;
  /** Frames per second of the film encoded per second of our time. */
  readonly fps?: number;
  /** Seconds of film per second of our time. */
  readonly speed?: number;
  /** Of the stage. */
  readonly etaSeconds?: number;
}

/**
 * Results of a job's finished steps, kept across workers and restarts. Results are plain JSON.
 * Recording a name again replaces its result. Failures of the log reject and end the run without an outcome.
 */
export interface StepLog {
  /** Undefined when the step was never recorded. */
  find(name: string): Promise<unknown | undefined>;
  record(name: string, result: unknown): Promise<void>;
}

/** The key that encrypts an asset's segments. */
export interface ContentKey {
  /** Key id, 32 lower-case hex digits. */
  readonly kid: string;
  /** 16 bytes; never written, logged or recorded by whoever runs the job. */
  readonly key: Uint8Array;
}

/** What a running job may ask of the state that outlives it. */
export interface JobHooks {
  readonly steps: StepLog;
  /** The job's content key: the same at every call and every attempt, stored wrapped. */
  contentKey(): Promise<ContentKey>;
  /** Called before viewers see anything change. Rejects when the job was cancelled; from then on it cannot be. */
  beginPublishing(): Promise<void>;
  report(progress: Progress): void;
  readonly signal: AbortSignal;
}

/** How a job ended. `results` is the contract's payload (Vylux contract §8.1 to §8.4), `error` its text (§8.5). */
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

/** Does the work. Rejects with the signal's reason when aborted. */
export type RunJob = (request: JobRequest, hooks: JobHooks) => Promise<JobOutcome>;
