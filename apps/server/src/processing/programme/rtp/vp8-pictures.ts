import type { PictureAssembler } from './coded-pictures.ts';

/** How long the payload descriptor is (RFC 7741 §4.2); null where the packet ends within. */
function descriptorBytes(payload: Uint8Array): number | null {
  const [first = 0, extension = 0, pictureId = 0] = payload;
  let length = 1;
  if (first & 0x80) {
    length += 1;
    if (extension & 0x80) length += pictureId & 0x80 ? 2 : 1;
    if (extension & 0x40) length += 1;
    if (extension & 0x30) length += 1;
  }
  return length < payload.length ? length : null;
}

/** Bits S and PID: the first packet of a picture. */
const beginsPicture = ([first = 0]: Uint8Array): boolean => (first & 0x10) !== 0 && (first & 0x07) === 0;

/** VP8 pictures from RTP (RFC 7741). */
export function createVp8Assembler(): PictureAssembler {
  let parts: Uint8Array[] = [];
  return {
    drop() {
      parts = [];
    },
    push({ payload, hasMarker }) {
      const start = descriptorBytes(payload);
      if (start === null) return null;
      if (beginsPicture(payload)) parts = [];
      else if (parts.length === 0) return null;
      parts.push(payload.subarray(start));
      if (!hasMarker) return null;
      const bytes = Buffer.concat(parts);
      parts = [];
      // RFC 6386 §9.1: the first bit is clear in a key frame.
      return { isKey: ((bytes[0] ?? 1) & 1) === 0, bytes };
    },
  };
}
