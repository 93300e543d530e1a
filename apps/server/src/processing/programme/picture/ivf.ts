/** The beginning of an IVF stream of VP8. Its size is that of the first key frame, which decoders go by. */
export function ivfHeader(keyFrame: Uint8Array): Uint8Array {
  const header = Buffer.alloc(32);
  header.write('DKIF', 0, 'latin1');
  header.writeUInt16LE(32, 6);
  header.write('VP80', 8, 'latin1');
  // RFC 6386 §9.1: 14 bits of width and of height behind the start code.
  header.writeUInt16LE(sideAt(keyFrame, 6), 12);
  header.writeUInt16LE(sideAt(keyFrame, 8), 14);
  // Ticks of a millisecond: the times only have to grow.
  header.writeUInt32LE(1000, 16);
  header.writeUInt32LE(1, 20);
  return header;
}

const sideAt = (keyFrame: Uint8Array, at: number): number =>
  (((keyFrame[at + 1] ?? 0) << 8) | (keyFrame[at] ?? 0)) & 0x3fff;

/** One picture as IVF has it. */
export function ivfFrame(picture: Uint8Array, milliseconds: number): Uint8Array {
  const header = Buffer.alloc(12);
  header.writeUInt32LE(picture.length, 0);
  header.writeBigUInt64LE(BigInt(milliseconds), 4);
  return Buffer.concat([header, picture]);
}
