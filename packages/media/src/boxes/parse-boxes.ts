import { MalformedMediaError } from '../errors/media-errors.ts';
import { ByteReader } from './byte-reader.ts';

/** One box of an ISO base media file (ISO/IEC 14496-12 §4.2). `bytes` and `payload` are views. */
export interface Box {
  /** Four characters. */
  readonly type: string;
  /** Offset of the box in the bytes that were parsed. */
  readonly start: number;
  /** The whole box with its header. */
  readonly bytes: Uint8Array;
  readonly payload: Uint8Array;
}

/** Size and type of a box. `sizeBytes` counts the header; null means "to the end of the file". */
export interface BoxHeader {
  readonly type: string;
  readonly sizeBytes: number | null;
  readonly headerBytes: number;
}

const SHORT_HEADER_BYTES = 8;
const LONG_HEADER_BYTES = 16;

/**
 * The boxes that lie side by side in `bytes`; boxes inside them are parsed by another call on their payload, so nesting
 * in the file never drives recursion here. Throws MalformedMediaError unless the boxes fill the bytes exactly.
 */
export function parseBoxes(bytes: Uint8Array): Box[] {
  const boxes: Box[] = [];
  for (let start = 0; start < bytes.length; ) {
    const rest = bytes.subarray(start);
    const header = parseBoxHeader(rest);
    if (header === null) throw new MalformedMediaError(`${rest.length} bytes after the last box are no box header`);
    const { type, headerBytes } = header;
    const sizeBytes = header.sizeBytes ?? rest.length;
    if (sizeBytes > rest.length) {
      throw new MalformedMediaError(`Box '${type}' claims ${sizeBytes} bytes where ${rest.length} are left`);
    }
    boxes.push({ type, start, bytes: rest.subarray(0, sizeBytes), payload: rest.subarray(headerBytes, sizeBytes) });
    start += sizeBytes;
  }
  return boxes;
}

/** The header at the start of `bytes`; null while there are too few bytes to tell. */
export function parseBoxHeader(bytes: Uint8Array): BoxHeader | null {
  if (bytes.length < SHORT_HEADER_BYTES) return null;
  const reader = new ByteReader(bytes);
  const size = reader.u32();
  const type = reader.fourCharacters();
  if (!/^[\x20-\x7e\xa9]{4}$/.test(type)) throw new MalformedMediaError('Not a box: its type is not four characters');
  if (size === 0) return { type, sizeBytes: null, headerBytes: SHORT_HEADER_BYTES };
  if (size !== 1) return { type, sizeBytes: atLeast(SHORT_HEADER_BYTES, size, type), headerBytes: SHORT_HEADER_BYTES };
  if (bytes.length < LONG_HEADER_BYTES) return null;
  return { type, sizeBytes: atLeast(LONG_HEADER_BYTES, reader.u64(), type), headerBytes: LONG_HEADER_BYTES };
}

/** A box smaller than its own header would be read again and again. */
function atLeast(headerBytes: number, sizeBytes: number, type: string): number {
  if (sizeBytes < headerBytes) throw new MalformedMediaError(`Box '${type}' claims a size of ${sizeBytes} bytes`);
  return sizeBytes;
}

/** All boxes at the end of a path of types, for example `findBoxes(init, 'moov', 'trak')`. */
export function findBoxes(bytes: Uint8Array, ...path: readonly string[]): Box[] {
  const [type, ...inner] = path;
  const here = parseBoxes(bytes).filter((box) => box.type === type);
  return inner.length === 0 ? here : here.flatMap((box) => findBoxes(box.payload, ...inner));
}

/** The first box at the end of a path, or undefined. */
export function findBox(bytes: Uint8Array, ...path: readonly string[]): Box | undefined {
  return findBoxes(bytes, ...path)[0];
}

/** The first box at the end of a path; a MalformedMediaError when there is none. */
export function requireBox(bytes: Uint8Array, ...path: readonly string[]): Box {
  const box = findBox(bytes, ...path);
  if (box === undefined) throw new MalformedMediaError(`No box ${path.join('/')}`);
  return box;
}

/** Version and flags of a full box (ISO/IEC 14496-12 §4.2), and a reader for what follows. */
export function openFullBox(box: Box): { version: number; flags: number; fields: ByteReader } {
  const fields = new ByteReader(box.payload);
  return { version: fields.u8(), flags: fields.u24(), fields };
}
