import { concatBytes, i64, u16, u32, u64 } from './big-endian.ts';
import { parseBoxes } from './parse-boxes.ts';
import { replaceBoxes, writeBox, writeFullBox } from './write-box.ts';

/**
 * The init section without the track's edit list, for samples that carry the shift themselves
 * (`compositionOffsetTicks - mediaTime`), so that the presentation starts at 0 without one.
 *
 * With B-frames some offsets are then negative, and ffmpeg's reader (seen with 5.1, so also mpv and ffprobe) shows such
 * a track late by the encoder's delay, two frames, against its sound. Chromium shows both forms alike. For players of
 * every kind prefer `withEditList`.
 */
export function withoutEditList(init: Uint8Array): Uint8Array {
  return replaceBoxes(init, ['moov', 'trak', 'edts'], () => new Uint8Array(0));
}

/**
 * The init section with one edit that starts the presentation at `mediaTimeTicks`, whatever list it had. The samples are
 * then to be shown that much later than they should be seen: with as much as the longest delay of a picture for
 * reordering, no composition offset is negative, and all chunks of a film share one init section.
 */
export function withEditList(init: Uint8Array, mediaTimeTicks: number): Uint8Array {
  const edit = editBox(mediaTimeTicks);
  return replaceBoxes(init, ['moov', 'trak'], ({ payload }) => {
    const boxes = parseBoxes(payload).filter(({ type }) => type !== 'edts');
    return writeBox('trak', ...boxes.flatMap(({ type, bytes }) => (type === 'tkhd' ? [bytes, edit] : [bytes])));
  });
}

/** ISO/IEC 14496-12 §8.6.6: in a fragmented file a duration of 0 means "to the end". */
function editBox(mediaTimeTicks: number): Uint8Array {
  const durationTicks = 0;
  const entry = concatBytes([u64(durationTicks), i64(mediaTimeTicks), u16(1, 0)]);
  return writeBox('edts', writeFullBox('elst', 1, 0, u32(1), entry));
}
