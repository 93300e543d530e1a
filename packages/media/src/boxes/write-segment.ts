import type { Sample } from './sample.ts';
export interface SegmentContent {
  readonly trackId: number;
  /** `mfhd` sequence number: the segment's number. */
  readonly sequence: number;
  readonly baseDecodeTimeTicks: number;
  readonly samples: readonly Sample[];
}
export function writeSegment(_content: SegmentContent): Uint8Array {
  throw new Error('not built yet');
}
