import { LiveStreamBody } from '@sluice/contract';
import { readVideoBody } from '../../platform/video-api/read-video-body.ts';
import { videoErrors } from '../../platform/video-api/video-error.ts';
import type { LiveStreamFields, LiveStreamRecord, Policy } from './live-stream-store.ts';

const LONGEST_SECONDS = 43_200;
const STANDARD_WINDOW_SECONDS = 60;

/** A live stream as it is ordered. */
export interface LiveStreamOrder {
  readonly fields: LiveStreamFields;
  readonly policies: readonly Policy[];
}

/** Clients write one thing as a list or by itself. */
const listOf = <T>(given: T | readonly T[] | undefined): readonly T[] =>
  given === undefined ? [] : Array.isArray(given) ? given : [given as T];

function latencyOf(body: LiveStreamBody): LiveStreamRecord['latency_mode'] {
  const { latency_mode: mode, low_latency: isLow, reduced_latency: isReduced } = body;
  if ([mode, isLow, isReduced].filter((given) => given !== undefined).length > 1) {
    throw videoErrors.invalid('Only one of latency_mode, low_latency and reduced_latency may be given.');
  }
  if (isLow === true) return 'low';
  return isReduced === true ? 'reduced' : (mode ?? 'standard');
}

const singular: Readonly<Record<string, string>> = {
  playback_policy: 'playback_policies',
  advanced_playback_policy: 'advanced_playback_policies',
  input: 'inputs',
};

/** Settings of recordings under the names that they are answered with. */
function pluralNames(settings: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => {
      const plural = singular[name];
      return [plural ?? name, plural === undefined && !/_policies$/.test(name) ? value : [value].flat()];
    }),
  );
}

/** What `POST /video/v1/live-streams` orders (Mux contract §11.2). @throws {SluiceError} 400. */
export function readLiveStream(bytes: Uint8Array): LiveStreamOrder {
  const body = readVideoBody(LiveStreamBody, bytes);
  const latency = latencyOf(body);
  const advanced = [...listOf(body.advanced_playback_policies), ...listOf(body.advanced_playback_policy)];
  const settings = body.new_asset_settings;
  return {
    fields: {
      latency_mode: latency,
      reconnect_window_seconds: body.reconnect_window ?? (latency === 'standard' ? STANDARD_WINDOW_SECONDS : 0),
      max_duration_seconds: body.max_continuous_duration ?? LONGEST_SECONDS,
      new_asset_settings: settings === undefined ? null : JSON.stringify(pluralNames(settings)),
      passthrough: body.passthrough ?? null,
      title: body.meta?.title ?? null,
    },
    policies: [
      ...listOf(body.playback_policies),
      ...listOf(body.playback_policy),
      ...advanced.map(({ policy }) => policy),
    ],
  };
}
