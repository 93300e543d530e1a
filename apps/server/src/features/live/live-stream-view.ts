import type { LiveStreamView, PlaybackIdView } from '@sluice/contract';
import { secondsNumber, secondsText } from '../../platform/video-api/video-time.ts';
import type { LiveStreamRecord, PlaybackIdRow } from './live-stream-store.ts';

export const playbackIdView = ({ id, policy }: PlaybackIdRow): PlaybackIdView => ({ policy, id });

/** A live stream as the API shows it (Mux contract §11.1). */
export const liveStreamView = (stream: LiveStreamRecord): LiveStreamView => ({
  id: stream.id,
  created_at: secondsText(stream.created_at),
  stream_key: stream.stream_key,
  status: stream.status,
  ...(stream.activeAssetId === null ? {} : { active_asset_id: stream.activeAssetId }),
  ...(stream.recentAssetIds.length === 0 ? {} : { recent_asset_ids: [...stream.recentAssetIds] }),
  ...(stream.playbackIds.length === 0 ? {} : { playback_ids: stream.playbackIds.map(playbackIdView) }),
  ...(stream.new_asset_settings === null ? {} : { new_asset_settings: { ...stream.new_asset_settings } }),
  latency_mode: stream.latency_mode,
  ...(stream.latency_mode === 'reduced' ? { reduced_latency: true } : {}),
  ...(stream.latency_mode === 'low' ? { low_latency: true } : {}),
  reconnect_window: stream.reconnect_window_seconds,
  max_continuous_duration: stream.max_duration_seconds,
  ...(stream.passthrough === null ? {} : { passthrough: stream.passthrough }),
  ...(stream.title === null ? {} : { meta: { title: stream.title } }),
});

/** The same as events have it. */
export const liveEventData = (stream: LiveStreamRecord): object => ({
  ...liveStreamView(stream),
  created_at: secondsNumber(stream.created_at),
});
