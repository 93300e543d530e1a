import { type Static, Type } from 'typebox';
import { VideoTimelineSchema } from '../timeline/video-timeline.ts';

/** What the probe found out about a film, recorded so that every later step works from the same facts. */
export const SourceFactsSchema = Type.Object({
  /** Validator of the source object: steps of another object must not be mixed in. */
  etag: Type.String(),
  /** Its size; absent in records of earlier versions. */
  bytes: Type.Optional(Type.Integer()),
  /** Name of the demuxer that read it. */
  demuxer: Type.String(),
  /** Null where the container does not say. */
  durationSeconds: Type.Union([Type.Number(), Type.Null()]),
  timeline: VideoTimelineSchema,
  video: Type.Object({
    streamIndex: Type.Integer(),
    codec: Type.String(),
    /** Pixels as stored, before rotation. */
    codedWidth: Type.Integer(),
    codedHeight: Type.Integer(),
    /** Pixels as seen: pixel aspect and rotation applied. */
    displayWidth: Type.Integer(),
    displayHeight: Type.Integer(),
    isRotated: Type.Boolean(),
    isInterlaced: Type.Boolean(),
    /** SMPTE ST 2084 or HLG, which ordinary screens cannot show. */
    isHdr: Type.Boolean(),
    pixelFormat: Type.String(),
    /** See {@link readX264Build}; null for every other encoder. */
    x264Build: Type.Union([Type.Integer(), Type.Null()]),
  }),
  audio: Type.Union([
    Type.Object({ streamIndex: Type.Integer(), codec: Type.String(), channels: Type.Integer() }),
    Type.Null(),
  ]),
});
export type SourceFacts = Static<typeof SourceFactsSchema>;
