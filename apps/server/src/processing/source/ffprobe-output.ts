import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';

const Rational = Type.String();

const StreamSchema = Type.Object({
  index: Type.Integer(),
  codec_type: Type.Optional(Type.String()),
  codec_name: Type.Optional(Type.String()),
  width: Type.Optional(Type.Integer()),
  height: Type.Optional(Type.Integer()),
  sample_aspect_ratio: Type.Optional(Rational),
  pix_fmt: Type.Optional(Type.String()),
  field_order: Type.Optional(Type.String()),
  color_transfer: Type.Optional(Type.String()),
  r_frame_rate: Type.Optional(Rational),
  avg_frame_rate: Type.Optional(Rational),
  time_base: Type.Optional(Rational),
  start_pts: Type.Optional(Type.Integer()),
  channels: Type.Optional(Type.Integer()),
  disposition: Type.Optional(Type.Object({ attached_pic: Type.Optional(Type.Integer()) })),
  side_data_list: Type.Optional(Type.Array(Type.Object({ rotation: Type.Optional(Type.Number()) }))),
});

const OutputSchema = Type.Object({
  streams: Type.Array(StreamSchema),
  format: Type.Object({
    format_name: Type.String(),
    duration: Type.Optional(Type.String()),
  }),
});

/** The part of ffprobe's JSON that is used; field names are ffprobe's. */
export type FfprobeOutput = Static<typeof OutputSchema>;
export type FfprobeStream = Static<typeof StreamSchema>;

/** Null for anything that ffprobe would not write. */
export function parseFfprobeOutput(rawJson: string): FfprobeOutput | null {
  try {
    const output: unknown = JSON.parse(rawJson);
    return Check(OutputSchema, output) ? output : null;
  } catch {
    return null;
  }
}
