import { ascii, concatBytes, totalLength, u8, u32 } from './big-endian.ts';
import { type Box, parseBoxes } from './parse-boxes.ts';

/** Bytes of a box header with a 32-bit size. */
export const boxHeaderBytes = 8;

/** A box with a 32-bit size (ISO/IEC 14496-12 §4.2). */
export function writeBox(type: string, ...payload: readonly Uint8Array[]): Uint8Array {
  return concatBytes([boxHeader(type, totalLength(payload)), ...payload]);
}

/** A box with version and 24 bits of flags. */
export function writeFullBox(
  type: string,
  version: number,
  flags: number,
  ...payload: readonly Uint8Array[]
): Uint8Array {
  return writeBox(type, u8(version, flags >>> 16, flags >>> 8, flags), ...payload);
}

/** The header alone, for a box whose payload is put behind it without a copy in between. */
export function boxHeader(type: string, payloadBytes: number): Uint8Array {
  const sizeBytes = boxHeaderBytes + payloadBytes;
  if (sizeBytes > 0xffff_ffff) throw new RangeError(`A box '${type}' of ${sizeBytes} bytes needs a 64-bit size`);
  return concatBytes([u32(sizeBytes), ascii(type)]);
}

/** The same bytes with every box at `path` replaced; the sizes of the boxes around it follow. */
export function replaceBoxes(
  bytes: Uint8Array,
  path: readonly string[],
  replace: (box: Box) => Uint8Array,
): Uint8Array {
  const [type, ...inner] = path;
  const parts = parseBoxes(bytes).map((box) => {
    if (box.type !== type) return box.bytes;
    return inner.length === 0 ? replace(box) : writeBox(box.type, replaceBoxes(box.payload, inner, replace));
  });
  return concatBytes(parts);
}
