import { ascii, concatBytes, i32, u8, u16, u32 } from '../../src/boxes/big-endian.ts';
import { writeBox, writeFullBox } from '../../src/boxes/write-box.ts';

/** Init sections built field by field, for what no encoder here would write. */
export interface HandmadeTrack {
  readonly sampleEntry: Uint8Array;
  readonly timescale?: number;
  /** `[duration in movie ticks (1000 a second), media time]`. */
  readonly edits?: readonly (readonly [duration: number, mediaTime: number])[];
}

export function handmadeInit(...tracks: HandmadeTrack[]): Uint8Array {
  const extended = tracks.map((_, index) => writeFullBox('trex', 0, 0, u32(index + 1, 1, 0, 0, 0)));
  const movie = writeFullBox('mvhd', 0, 0, u32(0, 0, 1000, 0));
  const boxes = tracks.map((track, index) => trackBox(track, index + 1));
  return concatBytes([
    writeBox('ftyp', ascii('iso5')),
    writeBox('moov', movie, ...boxes, writeBox('mvex', ...extended)),
  ]);
}

function trackBox({ sampleEntry, timescale = 48000, edits }: HandmadeTrack, trackId: number): Uint8Array {
  const description = writeFullBox('stsd', 0, 0, u32(1), sampleEntry);
  const media = writeBox(
    'mdia',
    writeFullBox('mdhd', 0, 0, u32(0, 0, timescale, 0)),
    writeBox('minf', writeBox('stbl', description)),
  );
  return writeBox('trak', writeFullBox('tkhd', 0, 0, u32(0, 0, trackId, 0, 0)), ...editBoxes(edits), media);
}

function editBoxes(edits: HandmadeTrack['edits']): Uint8Array[] {
  if (edits === undefined) return [];
  const rows = edits.map(([duration, mediaTime]) => concatBytes([u32(duration), i32(mediaTime), u16(1, 0)]));
  return [writeBox('edts', writeFullBox('elst', 0, 0, u32(edits.length), ...rows))];
}

export function videoEntry(type: string, ...boxes: Uint8Array[]): Uint8Array {
  return writeBox(type, new Uint8Array(24), u16(640, 360), new Uint8Array(50), ...boxes);
}

export function audioEntry(type: string, ...boxes: Uint8Array[]): Uint8Array {
  return writeBox(type, new Uint8Array(16), u16(2, 16, 0, 0, 44100, 0), ...boxes);
}

/** `esds` with the two bytes of AudioSpecificConfig; `sizeOf` writes a descriptor's size. */
export function esds(specificConfig: number, sizeOf: (size: number) => Uint8Array = (size) => u8(size)): Uint8Array {
  const descriptor = (tag: number, body: Uint8Array) => concatBytes([u8(tag), sizeOf(body.length), body]);
  const specific = descriptor(5, u16(specificConfig));
  const decoder = descriptor(4, concatBytes([u8(0x40), new Uint8Array(12), specific]));
  return writeFullBox('esds', 0, 0, descriptor(3, concatBytes([u8(0, 1, 0), decoder])));
}
