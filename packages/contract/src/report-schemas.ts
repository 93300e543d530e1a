import { type Static, Type } from 'typebox';
import { userTimestamp as timestamp } from './user-timestamp.ts';

const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()]);
const bitsPerSecond = (description: string) => Type.Number({ description: `${description}, bits per second.` });

const measured = {
  id: Type.String(),
  codec: Type.String(),
  codecs: Type.String({ description: 'RFC 6381.' }),
  declared_bitrate: bitsPerSecond('What the ladder names'),
  average_bitrate: bitsPerSecond('Of all segments as they are stored'),
  peak_bitrate: bitsPerSecond('Of the heaviest segments (RFC 8216 §4.3.4.2)'),
  size_bytes: Type.Integer({ description: 'Of all segments.' }),
  segment_count: Type.Integer(),
  duration_seconds: Type.Number(),
};

/** What a report says of the source. Null where nobody knows. */
const ReportSource = Type.Object({
  name: Type.String({ description: 'The last part of its path.' }),
  container: Type.String(),
  size_bytes: orNull(Type.Integer()),
  duration_seconds: orNull(Type.Number()),
  video_codec: Type.String(),
  audio_codec: orNull(Type.String()),
  audio_channels: orNull(Type.Integer()),
  width: Type.Integer(),
  height: Type.Integer(),
  frame_rate: Type.Number(),
});

const ReportRendition = Type.Object({
  ...measured,
  width: Type.Integer(),
  height: Type.Integer(),
  frame_rate: Type.Number(),
  quality: orNull(
    Type.Object({
      ssim: Type.Number({ description: 'Structural similarity with the source at this size, 1 is the same.' }),
      ssim_worst: Type.Number({ description: 'Of the worst frame that was looked at.' }),
      psnr_db: Type.Number({ description: 'Peak signal-to-noise ratio, decibels.' }),
    }),
  ),
  bitrates: Type.Array(Type.Tuple([Type.Number(), Type.Number(), Type.Integer()]), {
    description: 'Of each segment: when it begins and how long it is, seconds, and its bits per second.',
  }),
});

const ReportAudio = Type.Object({
  ...measured,
  language: Type.String(),
  channels: Type.Integer(),
  sample_rate: Type.Integer(),
});

/** What was made from a source, and how. It names neither the job nor the asset: their ids open media. */
export const Report = Type.Object({
  title: orNull(Type.String()),
  type: Type.String(),
  status: Type.String(),
  created_at: timestamp,
  finished_at: orNull(timestamp),
  source: orNull(ReportSource),
  renditions: Type.Array(ReportRendition),
  audio: Type.Array(ReportAudio),
  totals: Type.Object({
    size_bytes: Type.Integer(),
    segment_count: Type.Integer(),
    duration_seconds: orNull(Type.Number()),
    work_seconds: Type.Number({ description: 'Of all steps, whether or not they ran side by side.' }),
  }),
  steps: Type.Array(Type.Object({ name: Type.String(), seconds: orNull(Type.Number()) })),
  artifacts: Type.Array(
    Type.Object({
      kind: Type.Union([Type.Literal('cover'), Type.Literal('preview')]),
      format: Type.String(),
      size_bytes: Type.Integer(),
    }),
  ),
  encryption: orNull(Type.Object({ scheme: Type.String() })),
  quality: Type.Object({
    status: Type.Union([
      Type.Literal('measured'),
      Type.Literal('pending'),
      Type.Literal('failed'),
      Type.Literal('off'),
    ]),
    windows: Type.Integer({ description: 'Places of the film that were looked at.' }),
    frames: Type.Integer({ description: 'Frames of all of them together.' }),
  }),
});
export type Report = Static<typeof Report>;

/** Body of `POST /api/shared-reports`. */
export const SharedReportBody = Type.Object({
  video_id: Type.String({ description: 'Id of a job of one’s own.' }),
  expires_at: Type.Optional(
    orNull(
      Type.String({
        pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})?$',
        description: 'From when on nobody sees it; UTC where no zone is given. Without it, until it is deleted.',
      }),
    ),
  ),
});
export type SharedReportBody = Static<typeof SharedReportBody>;

/** A report that its owner shows to whom they give the address. */
export const SharedReportView = Type.Object({
  id: Type.String({ description: 'A decimal number.' }),
  user_id: Type.String({ format: 'uuid' }),
  video_id: Type.String({ format: 'uuid' }),
  share_hash: Type.String({ pattern: '^[0-9A-Za-z]{16}$' }),
  expires_at: orNull(timestamp),
  is_active: Type.Union([Type.Literal(1), Type.Literal(0)]),
  created_at: timestamp,
});
export type SharedReportView = Static<typeof SharedReportView>;

/** What everybody with the share hash sees. */
export const SharedReport = Type.Object({
  share_hash: Type.String(),
  video: Report,
  created_at: timestamp,
});
export type SharedReport = Static<typeof SharedReport>;
