import { describe, expect, it } from 'vitest';
import { audioEntry, esds, handmadeInit, videoEntry } from '../../test/support/handmade-init.ts';
import { nodeCipher } from '../../test/support/node-cipher.ts';
import { concatBytes, u8, u16, u32 } from '../boxes/big-endian.ts';
import { findBoxes, requireBox } from '../boxes/parse-boxes.ts';
import { readSamples } from '../boxes/read-samples.ts';
import { readTrack } from '../boxes/read-track.ts';
import { writeBox } from '../boxes/write-box.ts';
import { writeSegment } from '../boxes/write-segment.ts';
import { UnsupportedMediaError } from '../errors/media-errors.ts';
import { createCbcsDecryptor } from './cbcs-decryptor.ts';
import { createCbcsEncryptor } from './cbcs-encryptor.ts';

const key = new Uint8Array(16).fill(1);
const kid = new Uint8Array(16).fill(2);
const constantIv = new Uint8Array(16).fill(3);
const encryptorOf = (init: Uint8Array) => createCbcsEncryptor({ cipher: nodeCipher, init, key, kid, constantIv });

const soundInit = handmadeInit({ sampleEntry: audioEntry('mp4a', esds(0b00010_0011_0010_000)) });
const samples = [40, 16, 7].map((bytes, index) => ({
  durationTicks: 1024,
  compositionOffsetTicks: 0,
  isSync: true,
  bytes: new Uint8Array(bytes).fill(index),
}));
const segment = writeSegment({ trackId: 1, sequence: 3, baseDecodeTimeTicks: 4096, samples });

describe('the init section of a CBCS track', () => {
  const { init } = encryptorOf(soundInit);

  it('holds the common pssh box with the key id', () => {
    const { payload } = requireBox(init, 'moov', 'pssh');
    expect(Buffer.from(payload).toString('hex')).toBe(
      `01000000${'1077efecc0b24d02ace33c1e52e2fb4b'}00000001${'02'.repeat(16)}00000000`,
    );
  });

  it('still tells the codec, and can be read as a track', () => {
    expect(readTrack(init)).toEqual(readTrack(soundInit));
  });
});

describe('a CBCS segment of sound', () => {
  const encrypted = encryptorOf(soundInit).encryptSegment(segment);
  const track = readTrack(soundInit);

  it('has the same samples at the same times, whole blocks encrypted and rests clear', () => {
    const after = readSamples(encrypted, track);
    const iv = constantIv;
    const expected = samples.map((sample) => {
      const whole = sample.bytes.length - (sample.bytes.length % 16);
      const blocks = nodeCipher.encryptCbc(key, iv, sample.bytes.subarray(0, whole));
      return { ...sample, bytes: concatBytes([blocks, sample.bytes.subarray(whole)]) };
    });
    expect(after).toEqual(expected);
  });

  it('needs no boxes beside, as the vector is constant and samples are whole', () => {
    expect(encrypted.length).toBe(segment.length);
  });

  it('leaves its source as it was', () => {
    expect(readSamples(segment, track)).toEqual(samples);
  });

  it('keeps every fragment and other boxes, but no index whose sizes are not true any more', () => {
    const fragment = segment.subarray(requireBox(segment, 'moof').start);
    const many = concatBytes([
      writeBox('styp'),
      writeBox('sidx', u32(0)),
      fragment,
      writeBox('emsg', u32(1)),
      fragment,
    ]);
    const types = ['styp', 'sidx', 'moof', 'emsg', 'mdat'];
    const result = encryptorOf(soundInit).encryptSegment(many);
    expect(types.map((type) => findBoxes(result, type).length)).toEqual([1, 0, 2, 1, 2]);
    expect(readSamples(result, track)).toHaveLength(6);
  });
});

describe('what cannot be encrypted', () => {
  it.each([
    ['AV1', videoEntry('av01', writeBox('av1C', u8(0x81, 0x08, 0x0c)))],
    [
      'H.264 with parameter sets among the samples',
      videoEntry('avc3', writeBox('avcC', u8(1, 0x64, 0, 0x1f, 0xff, 0xe0, 0))),
    ],
  ])('is refused: %s', (_name, sampleEntry) => {
    expect(() => encryptorOf(handmadeInit({ sampleEntry }))).toThrow(UnsupportedMediaError);
  });

  it('is refused: H.264 with slice groups', () => {
    // Baseline: level 3.1, set 0, frame_num and picture order of the shortest form, one reference, 1×1 macroblocks.
    const sequence = u8(0x67, 66, 0, 31, 0b11101101, 0b11110000);
    // Sets 0 and 0, CAVLC, no field order, num_slice_groups_minus1 = 1.
    const picture = u8(0x68, 0b11000101, 0b10000000);
    const record = concatBytes([
      u8(1, 66, 0, 31, 0xff, 0xe1),
      ...[u16(sequence.length), sequence, u8(1), u16(picture.length), picture],
    ]);
    const init = handmadeInit({ sampleEntry: videoEntry('avc1', writeBox('avcC', record)) });
    expect(() => encryptorOf(init)).toThrow('H.264 with slice groups');
  });

  it('is refused: with a key of another length', () => {
    expect(() =>
      createCbcsEncryptor({ cipher: nodeCipher, init: soundInit, key: key.subarray(1), kid, constantIv }),
    ).toThrow(TypeError);
  });
});

describe('what CBCS made of a track', () => {
  const encryptor = encryptorOf(soundInit);
  const decryptor = createCbcsDecryptor({ cipher: nodeCipher, init: encryptor.init, key, constantIv });

  it('is the clear track again once it is decrypted', () => {
    expect(decryptor.init).toEqual(soundInit);
    expect(decryptor.decryptSegment(encryptor.encryptSegment(segment))).toEqual(segment);
  });
});
