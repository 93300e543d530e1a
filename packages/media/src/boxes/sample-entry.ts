import { MalformedMediaError, UnsupportedMediaError } from '../errors/media-errors.ts';
import { ByteReader } from './byte-reader.ts';
import { type Box, findBox, parseBoxes, requireBox } from './parse-boxes.ts';

/** The first entry of a track's `stsd` (ISO/IEC 14496-12 §8.5.2), taken apart as far as its kind is known. */
export interface SampleEntry {
  readonly kind: 'video' | 'audio';
  /** Its own type: `avc1`, `mp4a`, …, or `encv`, `enca` when encrypted. */
  readonly type: string;
  /** The type that it has or had before encryption. */
  readonly format: string;
  /** The fixed fields, before the boxes. */
  readonly fields: Uint8Array;
  /** The boxes inside: codec configuration and the like. */
  readonly boxes: Uint8Array;
}

/** Bytes of the fixed fields: VisualSampleEntry (§12.1.3) and AudioSampleEntry (§12.2.3). */
const FIXED_FIELDS = {
  video: 78,
  audio: 28,
} as const;

const KIND_BY_TYPE: Readonly<Record<string, SampleEntry['kind']>> = {
  avc1: 'video',
  avc3: 'video',
  av01: 'video',
  encv: 'video',
  mp4a: 'audio',
  enca: 'audio',
};

/** Version, flags and entry count stand before the first entry. */
export const sampleDescriptionHeaderBytes = 8;

/** Reads the single entry of a `stsd` box. */
export function readSampleEntry(sampleDescription: Box): SampleEntry {
  const [entry, ...others] = parseBoxes(sampleDescription.payload.subarray(sampleDescriptionHeaderBytes));
  if (entry === undefined) throw new MalformedMediaError('A track without a sample entry');
  if (others.length > 0) throw new UnsupportedMediaError('A track with more than one sample entry');
  const kind = KIND_BY_TYPE[entry.type];
  if (kind === undefined) throw new UnsupportedMediaError(`Sample entries of type '${entry.type}'`);
  const reader = new ByteReader(entry.payload);
  const fields = reader.bytes(FIXED_FIELDS[kind]);
  const boxes = reader.rest();
  return { kind, type: entry.type, format: originalFormat(entry.type, boxes), fields, boxes };
}

/** Encryption moves the codec's name into `sinf/frma` (ISO/IEC 14496-12 §8.12). */
function originalFormat(type: string, boxes: Uint8Array): string {
  const isEncrypted = type === 'encv' || type === 'enca';
  return isEncrypted ? new ByteReader(requireBox(boxes, 'sinf', 'frma').payload).fourCharacters() : type;
}

/** Coded size of a VisualSampleEntry, pixels. */
export function pictureSize({ fields }: SampleEntry): { width: number; height: number } {
  const reader = new ByteReader(fields);
  reader.skip(24);
  return { width: reader.u16(), height: reader.u16() };
}

/** Channels and rate as the AudioSampleEntry tells them; the codec's own configuration knows better. */
export function soundFormat({ fields }: SampleEntry): { channels: number; sampleRate: number } {
  const reader = new ByteReader(fields);
  reader.skip(16);
  const channels = reader.u16();
  reader.skip(6);
  // A 16.16 fixed-point number.
  return { channels, sampleRate: reader.u16() };
}

/** A configuration box of the entry, for example `avcC`. */
export function configurationBox(entry: SampleEntry, type: string): Box {
  const box = findBox(entry.boxes, type);
  if (box === undefined) throw new MalformedMediaError(`A sample entry '${entry.type}' without a box '${type}'`);
  return box;
}
