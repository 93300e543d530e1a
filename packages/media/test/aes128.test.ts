import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encryptAes128Segment, formatMediaPlaylist } from '../src/index.ts';
import { encodeVideo, ffmpeg, frameHashes, testPattern } from './support/ffmpeg.ts';
import { nodeCipher } from './support/node-cipher.ts';
import { joined, type Packaged, packageStream } from './support/package.ts';

const key = Uint8Array.from(Buffer.from('00112233445566778899aabbccddeeff', 'hex'));

describe('whole-segment AES-128', () => {
  let folder: string;
  let clear: Packaged;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-aes128-'));
    clear = packageStream(encodeVideo({ inputArgs: testPattern('25', 4), framesPerGroup: 50, timescale: 25000 }));
    writeFileSync(join(folder, 'key.bin'), key);
    writeFileSync(join(folder, 'init.mp4'), clear.init);
    clear.segments.forEach((segment, index) => {
      const encrypted = encryptAes128Segment(nodeCipher, key, index + 1, segment);
      writeFileSync(join(folder, `seg_${index + 1}.m4s`), encrypted);
    });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is undone byte for byte by openssl with the sequence number as vector', () => {
    clear.segments.forEach((segment, index) => {
      const iv = String(index + 1).padStart(32, '0');
      const args = ['enc', '-d', '-aes-128-cbc', '-K', Buffer.from(key).toString('hex'), '-iv', iv];
      const decrypted = execFileSync('openssl', [...args, '-in', join(folder, `seg_${index + 1}.m4s`)]);
      expect(decrypted.equals(segment)).toBe(true);
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
    const hashes = new TextDecoder()
      .decode(frames)
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    const hashOf = (line: string) => line.split(',').at(-1);
    expect(hashes.map(hashOf)).toEqual(frameHashes(joined(clear)).map(hashOf));
  });
});
