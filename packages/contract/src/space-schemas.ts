import { type Static, Type } from 'typebox';
import { Passthrough, UnixSeconds, VideoId } from './video-api-schemas.ts';

const Layout = Type.Union([Type.Literal('gallery'), Type.Literal('active-speaker'), Type.Literal('crop')], {
  description: 'Default `gallery`.',
});
const Resolution = Type.Union(
  [
    Type.Literal('1920x1080'),
    Type.Literal('1280x720'),
    Type.Literal('1080x1920'),
    Type.Literal('720x1280'),
    Type.Literal('1080x1080'),
    Type.Literal('720x720'),
  ],
  { description: 'Default `1920x1080`.' },
);

/** Body of `POST /video/v1/spaces/{SPACE_ID}/broadcasts`. */
export const BroadcastBody = Type.Object({
  live_stream_id: Type.String(),
  layout: Type.Optional(Layout),
  resolution: Type.Optional(Resolution),
  background: Type.Optional(
    Type.String({
      pattern: '^https?://[^\\s@]+$',
      maxLength: 2048,
      description: 'Address of a picture of that resolution.',
    }),
  ),
  passthrough: Type.Optional(Passthrough),
});
export type BroadcastBody = Static<typeof BroadcastBody>;

/** Body of `POST /video/v1/spaces`. */
export const SpaceBody = Type.Object({
  type: Type.Optional(Type.Literal('server')),
  passthrough: Type.Optional(Passthrough),
  broadcasts: Type.Optional(Type.Array(BroadcastBody, { maxItems: 100 })),
});
export type SpaceBody = Static<typeof SpaceBody>;

const status = Type.Union([Type.Literal('idle'), Type.Literal('active')]);

/** A broadcast of a space to a live stream. */
export const BroadcastView = Type.Object({
  id: VideoId,
  live_stream_id: VideoId,
  status,
  layout: Layout,
  resolution: Resolution,
  background: Type.Optional(Type.String()),
  passthrough: Type.Optional(Type.String()),
});
export type BroadcastView = Static<typeof BroadcastView>;

/** A space: where participants meet. */
export const SpaceView = Type.Object({
  id: VideoId,
  type: Type.Literal('server'),
  status: Type.Union([Type.Literal('idle'), Type.Literal('active')], {
    description: '`active` while at least one participant is connected.',
  }),
  created_at: UnixSeconds,
  active_session_id: Type.Optional(Type.String({ description: 'While it is active; another one each time.' })),
  passthrough: Type.Optional(Type.String()),
  broadcasts: Type.Optional(Type.Array(BroadcastView)),
});
export type SpaceView = Static<typeof SpaceView>;
