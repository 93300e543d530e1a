import { createHash } from 'node:crypto';
import { type BlockCipher, createCbcsEncryptor, type EncryptionScheme, encryptAes128Segment } from '@sluice/media';

/** A content key in use: which, and in what form segments are stored under it. */
export interface SegmentKey {
  readonly scheme: EncryptionScheme;
  /** 32 lower-case hex digits. */
  readonly kid: string;
  /** 16 bytes. */
  readonly key: Uint8Array;
}

/** Turns clear bytes of one track into the bytes that are stored. */
export interface TrackSeal {
  readonly init: Uint8Array;
  segment(number: number, clear: Uint8Array): Uint8Array;
}

/** The seal of the track that `init` describes; without a key nothing is changed. */
export function sealTrack(cipher: BlockCipher, segmentKey: SegmentKey | null, init: Uint8Array): TrackSeal {
  if (segmentKey === null) return { init, segment: (_number, clear) => clear };
  const { scheme, key, kid } = segmentKey;
  if (scheme === 'aes-128') {
    return { init, segment: (number, clear) => encryptAes128Segment(cipher, key, number, clear) };
  }
  const encryptor = createCbcsEncryptor({
    cipher,
    init,
    key,
    kid: Buffer.from(kid, 'hex'),
    constantIv: constantIvOf(kid),
  });
  return { init: encryptor.init, segment: (_number, clear) => encryptor.encryptSegment(clear) };
}

/**
 * The constant initialisation vector of CBCS under a content key, 16 bytes. It is no secret, only has to differ from key
 * to key, and follows from the key id so that a playlist can be written without looking at a segment.
 */
export function constantIvOf(kid: string): Uint8Array {
  return createHash('sha256').update(`sluice/cbcs-iv/1:${kid}`).digest().subarray(0, 16);
}
