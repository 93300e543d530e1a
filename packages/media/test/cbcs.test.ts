import { describe, expect, it } from 'vitest';
import { createCbcsEncryptor, readTrack } from '../src/index.ts';
import { encodeAudio, encodeVideo, frameHashes, sampleClip, sweep, testPattern } from './support/ffmpeg.ts';
import { nodeCipher } from './support/node-cipher.ts';
import { joined, type Packaged, packageStream } from './support/package.ts';

const keyHex = '00112233445566778899aabbccddeeff';
const fromHex = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));

function encrypted({ init, segments }: Packaged): Packaged {
  const encryptor = createCbcsEncryptor({
    cipher: nodeCipher,
    init,
    key: fromHex(keyHex),
    kid: fromHex('5e1f0c5d7a0b4f6f9d2f3c6a8b1e4d70'),
    constantIv: fromHex('a0a1a2a3a4a5a6a7a8a9aaabacadaeaf'),
  });
  return { init: encryptor.init, segments: segments.map((segment) => encryptor.encryptSegment(segment)) };
}

const videos = {
  'a test pattern with CABAC, B-frames and weighted prediction': {
    inputArgs: testPattern('30', 4),
    framesPerGroup: 60,
    timescale: 30000,
  },
  'a moving picture at 29.97': {
    inputArgs: [...sampleClip(4), '-vf', 'fps=30000/1001,scale=640:-2,fade=in:0:30'],
    framesPerGroup: 60,
    timescale: 30000,
  },
  'CAVLC with several slices': {
    inputArgs: testPattern('25', 2),
    framesPerGroup: 25,
    timescale: 25000,
    encoderArgs: ['-coder', '0', '-slices', '4', '-profile:v', 'high'],
  },
  'interlaced pictures with their own scaling lists': {
    inputArgs: testPattern('25', 2),
    framesPerGroup: 25,
    timescale: 25000,
    encoderArgs: ['-flags', '+ilme+ildct', '-x264-params', 'tff=1:cqm=jvt'],
  },
  'the baseline profile': {
    inputArgs: testPattern('25', 2),
    framesPerGroup: 25,
    timescale: 25000,
    encoderArgs: ['-profile:v', 'baseline', '-bf', '0', '-weightp', '0'],
  },
  'pictures with access unit delimiters and hierarchical references': {
    inputArgs: [...sampleClip(2), '-vf', 'scale=320:-2'],
    framesPerGroup: 30,
    timescale: 30000,
    encoderArgs: [
      '-x264-params',
      'aud=1:b-pyramid=normal:ref=5:bframes=5:open-gop=0:weightb=1:nal-hrd=vbr:vbv-maxrate=800:vbv-bufsize=800',
    ],
  },
};

describe('CBCS by the system ffmpeg', () => {
  it.each(Object.entries(videos))('decrypts %s to the same frames', (_name, recipe) => {
    const clear = packageStream(encodeVideo(recipe));
    const protectedStream = encrypted(clear);
    const expected = frameHashes(joined(clear));
    expect(expected.length).toBeGreaterThan(40);
    expect(frameHashes(joined(protectedStream), keyHex)).toEqual(expected);
    expect(protectedStream.segments.map(({ length }) => length)).not.toEqual(
      clear.segments.map(({ length }) => length),
    );
  });

  it('decrypts sound to the same samples', () => {
    const clear = packageStream(encodeAudio(sweep(4)));
    const expected = frameHashes(joined(clear));
    expect(expected.length).toBeGreaterThan(180);
    expect(frameHashes(joined(encrypted(clear)), keyHex)).toEqual(expected);
  });

  it('leaves nothing to decode to somebody without the key', () => {
    const sound = joined(encrypted(packageStream(encodeAudio(sweep(1)))));
    expect(() => frameHashes(sound, 'ff'.repeat(16))).toThrow(/Invalid data found/);
  });

  it('tells the track of an encrypted init section as before', () => {
    const clear = packageStream(encodeVideo(videos['the baseline profile']));
    expect(readTrack(encrypted(clear).init)).toEqual(readTrack(clear.init));
  });
});
