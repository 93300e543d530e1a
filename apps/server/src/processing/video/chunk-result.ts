import { type Static, Type } from 'typebox';
import { StoredSegmentSchema } from '../segments/stored-segment.ts';

/** What is recorded of an encoded chunk. Its segments lie in the job's work folder. */
export const ChunkResultSchema = Type.Object({
  firstFrame: Type.Integer(),
  frames: Type.Integer(),
  /** No chunk follows. */
  isLast: Type.Boolean(),
  rungs: Type.Array(
    Type.Object({
      id: Type.String(),
      /** RFC 6381. The same in every chunk of a film. */
      codecs: Type.String(),
      /** SHA-256 of the decoder configuration, hex: segments of all chunks must decode with one init section. */
      configuration: Type.String(),
      segments: Type.Array(StoredSegmentSchema),
    }),
  ),
});
export type ChunkResult = Static<typeof ChunkResultSchema>;
export type ChunkRungResult = ChunkResult['rungs'][number];
