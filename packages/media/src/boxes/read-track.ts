import type { Track } from './track.ts';
export function readTrack(_init: Uint8Array): Track {
  throw new Error('not built yet');
}
