import { concatBytes } from '../boxes/big-endian.ts';
import { parseBoxes } from '../boxes/parse-boxes.ts';
import { readTrack } from '../boxes/read-track.ts';
import { readSampleEntry, sampleDescriptionHeaderBytes } from '../boxes/sample-entry.ts';
import { replaceBoxes, writeBox } from '../boxes/write-box.ts';
import { type CbcsOptions, rewriteSamples, sampleProtection } from './cbcs-encryptor.ts';

/** Decrypts the segments of one track, in any order. */
export interface CbcsDecryptor {
  /** The init section that goes with the clear segments. */
  readonly init: Uint8Array;
  decryptSegment(segment: Uint8Array): Uint8Array;
}

/**
 * Undoes {@link createCbcsEncryptor}; `init` is the protected init section. What CBCS leaves clear is enough to find
 * again what it encrypted, so samples are walked in the same way, with the inverse of the cipher.
 */
export function createCbcsDecryptor({ cipher, ...options }: Omit<CbcsOptions, 'kid'>): CbcsDecryptor {
  const init = clearInit(options.init);
  const track = readTrack(init);
  const inverse = { ...cipher, encryptCbc: cipher.decryptCbc };
  const decrypt = sampleProtection({ ...options, init, cipher: inverse });
  const unprotect = (bytes: Uint8Array) => {
    decrypt(bytes);
    return null;
  };
  return { init, decryptSegment: (segment) => rewriteSamples(segment, track, unprotect) };
}

/** ISO/IEC 14496-12 §8.12 undone: the entry gets its own type back, and nothing is said of encryption. */
function clearInit(init: Uint8Array): Uint8Array {
  const described = replaceBoxes(init, ['moov', 'trak', 'mdia', 'minf', 'stbl', 'stsd'], (box) => {
    const { format, fields, boxes } = readSampleEntry(box);
    const header = box.payload.subarray(0, sampleDescriptionHeaderBytes);
    return writeBox('stsd', header, writeBox(format, fields, without('sinf', boxes)));
  });
  return replaceBoxes(described, ['moov'], ({ payload }) => writeBox('moov', without('pssh', payload)));
}

const without = (type: string, boxes: Uint8Array): Uint8Array =>
  concatBytes(parseBoxes(boxes).flatMap((box) => (box.type === type ? [] : [box.bytes])));
