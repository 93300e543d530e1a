import { textAt } from '../source/bytes-at.ts';

/** Pictures in a complete WebP or GIF file; 0 for one that is cut short or something else. */
export function countFrames(bytes: Uint8Array, format: 'webp' | 'gif'): number {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return format === 'webp' ? countWebpFrames(view) : countGifFrames(view);
}

/** RIFF chunks (developers.google.com/speed/webp/docs/riff_container): a frame each, or one still picture. */
function countWebpFrames(bytes: Buffer): number {
  if (bytes.length < 12 || textAt(bytes, 0, 4) !== 'RIFF' || textAt(bytes, 8, 4) !== 'WEBP') return 0;
  if (bytes.readUInt32LE(4) + 8 !== bytes.length) return 0;
  let frames = 0;
  for (let offset = 12; offset + 8 <= bytes.length; ) {
    if (['ANMF', 'VP8 ', 'VP8L'].includes(textAt(bytes, offset, 4))) frames += 1;
    const size = bytes.readUInt32LE(offset + 4);
    offset += 8 + size + (size % 2);
  }
  return frames;
}

const GIF_HEADER_BYTES = 13;
const gifBlock = { extension: 0x21, image: 0x2c, trailer: 0x3b };

/** Blocks up to the trailer (GIF89a §12, appendix A). */
function countGifFrames(bytes: Buffer): number {
  if (bytes.length < GIF_HEADER_BYTES || textAt(bytes, 0, 6) !== 'GIF89a') return 0;
  let offset = GIF_HEADER_BYTES + colourTableBytes(bytes[10] ?? 0);
  let frames = 0;
  for (;;) {
    const block = bytes[offset];
    if (block === gifBlock.trailer) return frames;
    if (block === gifBlock.extension) offset = skipSubBlocks(bytes, offset + 2);
    else if (block === gifBlock.image) {
      frames += 1;
      // Descriptor of 10 bytes, local colours, one byte of code size, then the picture.
      offset = skipSubBlocks(bytes, offset + 10 + colourTableBytes(bytes[offset + 9] ?? 0) + 1);
    } else return 0;
  }
}

function colourTableBytes(packed: number): number {
  return packed & 0x80 ? 3 * 2 ** ((packed & 0x07) + 1) : 0;
}

/** Each block begins with its length; a length of 0 ends them. */
function skipSubBlocks(bytes: Buffer, start: number): number {
  let offset = start;
  for (let length = bytes[offset]; length !== undefined && length !== 0; length = bytes[offset]) offset += length + 1;
  return offset + 1;
}
