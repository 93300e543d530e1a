import type { Fragment, Sample } from './sample.ts';
import type { Track } from './track.ts';
export function readSamples(_fragment: Fragment, _track: Track): Sample[] {
  throw new Error('not built yet');
}
export function readDecodeTime(_fragment: Fragment): number {
  throw new Error('not built yet');
}
