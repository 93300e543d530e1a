import { type Static, Type } from 'typebox';
import { StoredSegmentSchema } from '../segments/stored-segment.ts';

/** What is recorded of the encoded sound. Its segments lie in the job's work folder. */
export const AudioResultSchema = Type.Object({
  /** RFC 6381. */
  codecs: Type.String(),
  timescale: Type.Integer(),
  segments: Type.Array(StoredSegmentSchema),
});
export type AudioResult = Static<typeof AudioResultSchema>;
