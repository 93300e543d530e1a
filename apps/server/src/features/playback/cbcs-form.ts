import { createHash } from 'node:crypto';
import {
  type AudioRendition,
  type BlockCipher,
  createCbcsEncryptor,
  decryptAes128Segment,
  firstSegmentNumber,
  initSectionName,
  mediaPlaylistName,
  type Presentation,
  segmentName,
  type VideoRendition,
} from '@sluice/media';
import type { ContentKey } from '../assets/index.ts';

/** What a path below `cbcs/` names. */
export type CbcsPlace =
  | { readonly kind: 'master' }
  | { readonly kind: 'playlist'; readonly rendition: VideoRendition | AudioRendition }
  | CbcsBytesPlace;

/** A place whose bytes are made from stored ones. */
export type CbcsBytesPlace =
  | { readonly kind: 'init'; readonly rendition: VideoRendition | AudioRendition }
  | { readonly kind: 'segment'; readonly rendition: VideoRendition | AudioRendition; readonly number: number };

/** The presentation as its CBCS form has it: AV1 samples are not encrypted by us, so its renditions are left out. */
export function cbcsPresentation(presentation: Presentation): Presentation {
  return { ...presentation, video: presentation.video.filter(({ codec }) => codec === 'h264') };
}

/** Null for a path that the presentation does not have. */
export function findCbcsPlace(presentation: Presentation, path: string): CbcsPlace | null {
  if (path === 'master.m3u8') return { kind: 'master' };
  const slash = path.lastIndexOf('/');
  const [folder, name] = [path.slice(0, Math.max(0, slash)), path.slice(slash + 1)];
  const rendition = [...presentation.video, ...presentation.audio].find((candidate) => candidate.path === folder);
  if (rendition === undefined) return null;
  if (name === mediaPlaylistName) return { kind: 'playlist', rendition };
  if (name === initSectionName) return { kind: 'init', rendition };
  const number = Number(/^seg_(\d{1,7})\.m4s$/.exec(name)?.[1] ?? 0);
  const isThere = number >= firstSegmentNumber && number < firstSegmentNumber + rendition.segments.length;
  return isThere && segmentName(number) === name ? { kind: 'segment', rendition, number } : null;
}

/**
 * The constant initialisation vector of a rendition: not secret, but never the same for two renditions or keys
 * (ISO/IEC 23001-7 §9.1 asks for vectors that do not repeat under a key).
 */
export function cbcsConstantIv(kid: string, renditionPath: string): Uint8Array {
  return createHash('sha256').update(`sluice cbcs iv v1\n${kid}\n${renditionPath}`).digest().subarray(0, 16);
}

export interface CbcsMaterial {
  readonly cipher: BlockCipher;
  readonly contentKey: ContentKey;
  /** The clear init section of the rendition, as stored. */
  readonly init: Uint8Array;
}

/** The init section of the CBCS form, or one of its segments made from the stored AES-128 form. */
export function makeCbcsBytes(
  place: CbcsBytesPlace,
  { cipher, contentKey, init }: CbcsMaterial,
  stored: Uint8Array,
): Uint8Array {
  const { kid, key } = contentKey;
  const constantIv = cbcsConstantIv(kid, place.rendition.path);
  const encryptor = createCbcsEncryptor({ cipher, init, key, kid: Buffer.from(kid, 'hex'), constantIv });
  if (place.kind === 'init') return encryptor.init;
  return encryptor.encryptSegment(decryptAes128Segment(cipher, key, place.number, stored));
}
