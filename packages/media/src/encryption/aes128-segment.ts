import { MalformedMediaError } from '../errors/media-errors.ts';
import { type BlockCipher, blockBytes } from './block-cipher.ts';

/**
 * The whole segment under AES-128-CBC with PKCS#7 padding (RFC 8216 §4.3.2.4, METHOD=AES-128). The initialisation vector
 * is the media sequence number (§5.2), so the playlist names none and no two segments of a rendition share one.
 */
export function encryptAes128Segment(
  cipher: BlockCipher,
  key: Uint8Array,
  sequenceNumber: number,
  segment: Uint8Array,
): Uint8Array {
  return cipher.encryptCbc(key, sequenceIv(sequenceNumber), withPadding(segment));
}

/** Undoes `encryptAes128Segment`. Throws MalformedMediaError when the key, the number or the bytes are not the right ones. */
export function decryptAes128Segment(
  cipher: BlockCipher,
  key: Uint8Array,
  sequenceNumber: number,
  segment: Uint8Array,
): Uint8Array {
  if (segment.length === 0 || segment.length % blockBytes !== 0) {
    throw new MalformedMediaError(`An AES-128 segment is whole blocks, not ${segment.length} bytes`);
  }
  return withoutPadding(cipher.decryptCbc(key, sequenceIv(sequenceNumber), segment));
}

/** The sequence number as a 128-bit big-endian integer (RFC 8216 §5.2). */
function sequenceIv(sequenceNumber: number): Uint8Array {
  const iv = new Uint8Array(blockBytes);
  new DataView(iv.buffer).setBigUint64(blockBytes - 8, BigInt(sequenceNumber));
  return iv;
}

/** PKCS#7 (RFC 5652 §6.3): as many bytes as are missing to a block, each of that value; a full block when none is missing. */
function withPadding(bytes: Uint8Array): Uint8Array {
  const paddingBytes = blockBytes - (bytes.length % blockBytes);
  const padded = new Uint8Array(bytes.length + paddingBytes).fill(paddingBytes, bytes.length);
  padded.set(bytes);
  return padded;
}

function withoutPadding(padded: Uint8Array): Uint8Array {
  const paddingBytes = padded.at(-1) ?? 0;
  const padding = padded.subarray(padded.length - paddingBytes);
  const isValid = paddingBytes >= 1 && paddingBytes <= blockBytes && padding.every((byte) => byte === paddingBytes);
  if (!isValid) throw new MalformedMediaError('The segment does not decrypt with this key and sequence number');
  return padded.subarray(0, padded.length - paddingBytes);
}
