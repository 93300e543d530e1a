import type { EncryptionScheme } from '@sluice/media';

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

export interface FullOptions {
  readonly cover: CoverOptions;
  readonly preview: PreviewOptions;
  readonly transcode: TranscodeOptions;
}

/** Options by job type. */
export interface OptionsByType {
  'video:cover': CoverOptions;
  'video:preview': PreviewOptions;
  'video:transcode': TranscodeOptions;
  'video:full': FullOptions;
}

export type JobType = keyof OptionsByType;
export type NormalOptions = OptionsByType[JobType];

interface JobOf<Type extends JobType> {
  readonly jobId: string;
  readonly type: Type;
  /** The asset's id; part of every key that is written. */
  readonly hash: string;
  /** Key of the film in the source store. */
  readonly source: string;
  readonly options: OptionsByType[Type];
}

/** One job, ready to run; `type` decides what `options` are. */
export type JobRequest = { [Type in JobType]: JobOf<Type> }[JobType];
