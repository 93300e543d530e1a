import { createCbcsDecryptor, decryptAes128Segment } from '@sluice/media';
import { nodeBlockCipher } from '../../platform/node-block-cipher.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { RenditionKeys } from '../segments/media-keys.ts';
import { constantIvOf, type SegmentKey } from '../segments/seal-segments.ts';

/** A stored segment behind its init section, as a decoder takes them; the bytes are clear. */
export async function readClearSegment(
  store: ObjectStore,
  keys: RenditionKeys,
  number: number,
  segmentKey: SegmentKey | null,
): Promise<Uint8Array> {
  const [{ bytes: init }, { bytes: segment }] = await Promise.all([
    store.readBytes(keys.init),
    store.readBytes(keys.segment(number)),
  ]);
  if (segmentKey === null) return Buffer.concat([init, segment]);
  const { scheme, kid, key } = segmentKey;
  const cipher = nodeBlockCipher();
  if (scheme === 'aes-128') return Buffer.concat([init, decryptAes128Segment(cipher, key, number, segment)]);
  const decryptor = createCbcsDecryptor({ cipher, init, key, constantIv: constantIvOf(kid) });
  return Buffer.concat([decryptor.init, decryptor.decryptSegment(segment)]);
}
