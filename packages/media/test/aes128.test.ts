import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encryptAes128Segment, formatMediaPlaylist } from '../src/index.ts';
import { encodeVideo, ffmpeg, frameHashes, hashLines, testPattern } from './support/ffmpeg.ts';
import { nodeCipher } from './support/node-cipher.ts';
import { joined, type Packaged, packageStream } from './support/package.ts';

const keyHex = '00112233445566778899aabbccddeeff';
const key = Uint8Array.from(Buffer.from(keyHex, 'hex'));

describe('whole-segment AES-128', () => {
  let folder: string;
  let clear: Packaged;
  const segmentPath = (number: number) => join(folder, `seg_${number}.m4s`);

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-aes128-'));
    clear = packageStream(encodeVideo({ inputArgs: testPattern('25', 4), framesPerGroup: 50, timescale: 25000 }));
    writeFileSync(join(folder, 'key.bin'), key);
    writeFileSync(join(folder, 'init.mp4'), clear.init);
    clear.segments.forEach((segment, index) => {
      writeFileSync(segmentPath(index + 1), encryptAes128Segment(nodeCipher, key, index + 1, segment));
    });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is undone byte for byte by ffmpeg with the sequence number as vector', () => {
    expect(clear.segments).toHaveLength(2);
    clear.segments.forEach((segment, index) => {
      const iv = String(index + 1).padStart(32, '0');
      const input = ['-key', keyHex, '-iv', iv, '-f', 'data', '-i', `crypto:${segmentPath(index + 1)}`];
      const decrypted = ffmpeg([...input, '-map', '0', '-c', 'copy', '-f', 'data', 'pipe:1']);
      expect(Buffer.compare(decrypted, segment)).toBe(0);
    });
  });

  it('plays from our playlist in ffmpeg, key and vector found by the rules of RFC 8216', () => {
    const playlist = formatMediaPlaylist({
      mediaSequence: 1,
      playlistType: 'VOD',
      hasIndependentSegments: true,
      initUri: 'init.mp4',
      key: { method: 'AES-128', uri: 'key.bin' },
      segments: clear.segments.map((_, index) => ({ durationSeconds: 2, uri: `seg_${index + 1}.m4s` })),
      hasEnded: true,
    });
    const path = join(folder, 'playlist.m3u8');
    writeFileSync(path, playlist);
    const frames = ffmpeg(['-allowed_extensions', 'ALL', '-i', path, '-f', 'framemd5', 'pipe:1']);
    const hashOf = (line: string) => line.split(',').at(-1);
    expect(hashLines(frames).map(hashOf)).toEqual(frameHashes(joined(clear)).map(hashOf));
  });
});
