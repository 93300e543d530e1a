import { Type } from 'typebox';

/** `StoredSegment` of the media package, as recorded. */
export const StoredSegmentSchema = Type.Object({ durationTicks: Type.Integer(), bytes: Type.Integer() });
