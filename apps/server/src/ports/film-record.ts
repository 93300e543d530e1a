import { type Static, Type } from 'typebox';

/** Names of the steps that reports of a job are made from. They are stored. */
export const recordedSteps = { probe: 'probe', stream: 'stream', quality: 'quality' } as const;

const Segments = Type.Array(Type.Object({ durationTicks: Type.Integer(), bytes: Type.Integer() }));
const rendition = {
  id: Type.String(),
  codecs: Type.String(),
  /** Ticks per second of the segment durations. */
  timescale: Type.Integer({ minimum: 1 }),
  /** Bits per second that the ladder asks for. */
  nominalBitrate: Type.Number(),
  segments: Segments,
};

/** What a job published, as it is recorded of it: later jobs of the asset do not change it. */
export const StreamRecordSchema = Type.Object({
  durationSeconds: Type.Number(),
  encryption: Type.Union([Type.Object({ scheme: Type.String(), kid: Type.String() }), Type.Null()]),
  video: Type.Array(
    Type.Object({
      ...rendition,
      codec: Type.String(),
      width: Type.Integer(),
      height: Type.Integer(),
      frameRate: Type.Object({ numerator: Type.Integer(), denominator: Type.Integer({ minimum: 1 }) }),
    }),
  ),
  audio: Type.Array(
    Type.Object({
      ...rendition,
      codec: Type.String(),
      language: Type.String(),
      channels: Type.Integer(),
      sampleRate: Type.Integer(),
    }),
  ),
});
export type StreamRecord = Static<typeof StreamRecordSchema>;

/** How a stream compares with its source. Figures are of the luma, at the size of each rendition. */
export const QualityRecordSchema = Type.Union([
  Type.Object({
    status: Type.Literal('measured'),
    /** Places of the film that were looked at, and the frames of all of them together. */
    windows: Type.Integer(),
    frames: Type.Integer(),
    renditions: Type.Array(
      Type.Object({
        id: Type.String(),
        /** Structural similarity, the mean and that of the worst frame: 1 is the same. */
        ssim: Type.Number(),
        ssimWorst: Type.Number(),
        /** Peak signal-to-noise ratio, decibels. */
        psnrDb: Type.Number(),
      }),
    ),
  }),
  Type.Object({ status: Type.Literal('failed') }),
]);
export type QualityRecord = Static<typeof QualityRecordSchema>;
