import { type Static, type TSchema, Type } from 'typebox';
import { Passthrough, UnixSeconds, VideoId } from './video-api-schemas.ts';

/** Clients write one thing as a list or by itself. */
const oneOrMore = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Array(schema, { maxItems: 10 })]);

const Policy = Type.Union([Type.Literal('public'), Type.Literal('signed')]);
const LatencyMode = Type.Union([Type.Literal('standard'), Type.Literal('reduced'), Type.Literal('low')]);
const nothing = (what: string) =>
  Type.Optional(Type.Array(Type.Unknown(), { maxItems: 0, description: `${what} are not made here.` }));

/** Body of `POST /video/v1/live-streams`: what is served of Mux contract §11.2. */
export const LiveStreamBody = Type.Object({
  playback_policies: Type.Optional(oneOrMore(Policy)),
  playback_policy: Type.Optional(oneOrMore(Policy)),
  advanced_playback_policies: Type.Optional(Type.Array(Type.Object({ policy: Policy }), { maxItems: 10 })),
  advanced_playback_policy: Type.Optional(Type.Array(Type.Object({ policy: Policy }), { maxItems: 10 })),
  new_asset_settings: Type.Optional(Type.Record(Type.String(), Type.Unknown(), { maxProperties: 50 })),
  latency_mode: Type.Optional(LatencyMode),
  low_latency: Type.Optional(Type.Boolean()),
  reduced_latency: Type.Optional(Type.Boolean()),
  reconnect_window: Type.Optional(Type.Number({ minimum: 0, maximum: 1800, description: 'Seconds.' })),
  max_continuous_duration: Type.Optional(Type.Number({ minimum: 60, maximum: 43_200, description: 'Seconds.' })),
  passthrough: Type.Optional(Passthrough),
  meta: Type.Optional(Type.Object({ title: Type.Optional(Type.String({ maxLength: 512 })) })),
  simulcast_targets: nothing('Simulcast targets'),
  embedded_subtitles: nothing('Embedded subtitles'),
  generated_subtitles: nothing('Generated subtitles'),
});
export type LiveStreamBody = Static<typeof LiveStreamBody>;

/** Body of `POST /video/v1/live-streams/{LIVE_STREAM_ID}/playback-ids`. */
export const PlaybackIdBody = Type.Object({ policy: Type.Optional(Policy) });
export type PlaybackIdBody = Static<typeof PlaybackIdBody>;

/** What a live stream is played by. */
export const PlaybackIdView = Type.Object({ id: VideoId, policy: Policy });
export type PlaybackIdView = Static<typeof PlaybackIdView>;

/** A live stream (Mux contract §11.1). */
export const LiveStreamView = Type.Object({
  id: VideoId,
  created_at: UnixSeconds,
  stream_key: Type.String({ format: 'uuid', description: 'A secret: whoever has it may send.' }),
  status: Type.Union([Type.Literal('idle'), Type.Literal('active'), Type.Literal('disabled')]),
  active_asset_id: Type.Optional(Type.String({ description: 'What it is recorded as now.' })),
  recent_asset_ids: Type.Optional(Type.Array(Type.String(), { description: 'Recordings, the oldest first.' })),
  playback_ids: Type.Optional(Type.Array(PlaybackIdView)),
  new_asset_settings: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  latency_mode: LatencyMode,
  reduced_latency: Type.Optional(Type.Boolean()),
  low_latency: Type.Optional(Type.Boolean()),
  reconnect_window: Type.Number(),
  max_continuous_duration: Type.Number(),
  passthrough: Type.Optional(Type.String()),
  meta: Type.Optional(Type.Object({ title: Type.String() })),
});
export type LiveStreamView = Static<typeof LiveStreamView>;
