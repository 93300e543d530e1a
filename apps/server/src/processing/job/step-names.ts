import type { RecordingAsset } from '@sluice/media';
import { recordedSteps } from '../../ports/film-record.ts';

/** Names under which a job's finished steps are recorded. They are stored: a renamed step is done again. */
export const stepNames = {
  ...recordedSteps,
  contentKey: 'content-key',
  cover: 'cover',
  preview: 'preview',
  audio: 'audio',
  /** Chunks count from 1. */
  videoChunk: (number: number) => `video chunk ${String(number).padStart(4, '0')}`,
  publish: 'publish',
  /** What stands beside a recording. */
  recordingAsset: (asset: RecordingAsset) => `recording ${asset}`,
  /** One output of one version of the source. */
  thumbnail: (variant: string, etag: string) => `thumbnail ${variant} ${etag}`,
} as const;
