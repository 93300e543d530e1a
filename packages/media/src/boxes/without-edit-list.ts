import { replaceBoxes } from './write-box.ts';

const nothing = new Uint8Array(0);

/**
 * The init section without the track's edit list, for samples that carry the shift themselves
 * (`compositionOffsetTicks - mediaTime`), so that the presentation starts at 0 in players that ignore edit lists.
 *
 * With B-frames some offsets are then negative, and ffmpeg's reader (seen with 5.1, so also mpv and ffprobe) shows such
 * a track late by the encoder's delay, two frames, against its sound. Chromium shows both forms alike. Where files are
 * for every player, keep the list, and move each chunk's samples to the media time of the init section that is kept:
 * `compositionOffsetTicks - mediaTimeOfChunk + mediaTimeOfInit`.
 */
export function withoutEditList(init: Uint8Array): Uint8Array {
  return replaceBoxes(init, ['moov', 'trak', 'edts'], () => nothing);
}
