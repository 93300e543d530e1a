import type { Presentation } from '@sluice/media';
import { secondsNumber } from '../../../platform/video-api/video-time.ts';
import type { Transaction } from '../../../ports/database.ts';
import { announce } from '../../webhooks/index.ts';
import type { RecordingRow } from './recording-store.ts';

type AssetEvent = 'created' | 'ready' | 'errored' | 'live_stream_completed';

const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b));

function pictureFields(model: Presentation | null) {
  const [first] = model?.video ?? [];
  if (first === undefined) return {};
  const divisor = greatestDivisor(first.width, first.height);
  const { numerator, denominator } = first.frameRate;
  return {
    aspect_ratio: `${first.width / divisor}:${first.height / divisor}`,
    resolution_tier: Math.min(first.width, first.height) > 720 ? '1080p' : '720p',
    max_stored_frame_rate: numerator / denominator,
  };
}

/** A recording as events tell of an asset (Mux contract §9.2, §13.1). */
export function recordingEventData(recording: RecordingRow, what: AssetEvent): object {
  const isLive = recording.ended_at === null;
  const status = what === 'errored' ? 'errored' : what === 'created' ? 'preparing' : 'ready';
  return {
    ...{ id: recording.asset_id, status, created_at: secondsNumber(recording.started_at) },
    ...{ live_stream_id: recording.live_stream_id, is_live: isLive },
    ...{ master_access: 'none', mp4_support: 'none', video_quality: 'plus', encoding_tier: 'smart' },
    ...{ max_resolution_tier: '1080p', progress: progressOf(status, isLive) },
    ...pictureFields(recording.model as Presentation | null),
    ...(recording.duration_seconds === null ? {} : { duration: recording.duration_seconds }),
    ...(what === 'errored'
      ? { errors: { type: 'invalid_input', messages: ['Nothing of the live stream was recorded.'] } }
      : {}),
  };
}

function progressOf(status: string, isLive: boolean) {
  if (status === 'errored') return { state: 'errored', progress: -1 };
  return isLive ? { state: 'live', progress: -1 } : { state: 'completed', progress: 100 };
}

/** Tells of the asset that a live stream is recorded as. */
export const announceRecording = (transaction: Transaction, what: AssetEvent, recording: RecordingRow): Promise<void> =>
  announce(transaction, {
    environmentId: recording.environment_id,
    type: `video.asset.${what}`,
    object: { type: 'asset', id: recording.asset_id },
    data: recordingEventData(recording, what),
  });
