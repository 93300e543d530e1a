import { ascii, u8, u32 } from '../boxes/big-endian.ts';
import type { Box } from '../boxes/parse-boxes.ts';
import { readSampleEntry, type SampleEntry, sampleDescriptionHeaderBytes } from '../boxes/sample-entry.ts';
import { replaceBoxes, writeBox, writeFullBox } from '../boxes/write-box.ts';
import { audioPattern, videoPattern } from './pattern.ts';

/** System id of "common pssh box" (W3C, "cenc" initialization data format). */
const COMMON_SYSTEM_ID = Uint8Array.from([
  0x10, 0x77, 0xef, 0xec, 0xc0, 0xb2, 0x4d, 0x02, 0xac, 0xe3, 0x3c, 0x1e, 0x52, 0xe2, 0xfb, 0x4b,
]);

const PROTECTED_TYPE: Record<SampleEntry['kind'], string> = { video: 'encv', audio: 'enca' };
/** `schm` scheme_version (ISO/IEC 23001-7 §4.2). */
const SCHEME_VERSION = 0x0001_0000;

/** The init section of a CBCS track made from the clear one. */
export function protectedInit(init: Uint8Array, kid: Uint8Array, constantIv: Uint8Array): Uint8Array {
  const described = replaceBoxes(init, ['moov', 'trak', 'mdia', 'minf', 'stbl', 'stsd'], (box) =>
    protectedDescription(box, kid, constantIv),
  );
  return replaceBoxes(described, ['moov'], ({ payload }) => writeBox('moov', payload, protectionSystemBox(kid)));
}

/** ISO/IEC 14496-12 §8.12: the entry gets a general type, and `sinf` remembers its own and says how it is encrypted. */
function protectedDescription(sampleDescription: Box, kid: Uint8Array, constantIv: Uint8Array): Uint8Array {
  const entry = readSampleEntry(sampleDescription);
  const scheme = writeBox(
    'sinf',
    writeBox('frma', ascii(entry.format)),
    writeFullBox('schm', 0, 0, ascii('cbcs'), u32(SCHEME_VERSION)),
    writeBox('schi', trackEncryptionBox(entry.kind, kid, constantIv)),
  );
  const protectedEntry = writeBox(PROTECTED_TYPE[entry.kind], entry.fields, entry.boxes, scheme);
  return writeBox('stsd', sampleDescription.payload.subarray(0, sampleDescriptionHeaderBytes), protectedEntry);
}

/** `tenc` version 1 (ISO/IEC 23001-7 §8.2): pattern, isProtected 1, no vector per sample, the constant one for all. */
function trackEncryptionBox(kind: SampleEntry['kind'], kid: Uint8Array, constantIv: Uint8Array): Uint8Array {
  const { crypt, skip } = kind === 'video' ? videoPattern : audioPattern;
  const isProtected = 1;
  const perSampleIvBytes = 0;
  return writeFullBox(
    'tenc',
    1,
    0,
    u8(0, (crypt << 4) | skip, isProtected, perSampleIvBytes),
    kid,
    u8(constantIv.length),
    constantIv,
  );
}

/** `pssh` version 1 (§8.1) with the key id and nothing else: enough for ClearKey to ask for a licence. */
function protectionSystemBox(kid: Uint8Array): Uint8Array {
  const keyIdCount = 1;
  const dataBytes = 0;
  return writeFullBox('pssh', 1, 0, COMMON_SYSTEM_ID, u32(keyIdCount), kid, u32(dataBytes));
}
