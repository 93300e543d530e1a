import { replaceBoxes } from './write-box.ts';

const nothing = new Uint8Array(0);

/**
 * The init section without the track's edit list. Video is made so: players differ in how they treat edit lists, so the
 * samples carry the shift themselves (`compositionOffsetTicks - mediaTime`) and the presentation starts at 0. Audio keeps
 * its list, which hides the encoder's priming.
 */
export function withoutEditList(init: Uint8Array): Uint8Array {
  return replaceBoxes(init, ['moov', 'trak', 'edts'], () => nothing);
}
