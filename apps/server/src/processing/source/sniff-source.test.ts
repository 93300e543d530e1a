import { describe, expect, it } from 'vitest';
import { refuseByBeginning } from './sniff-source.ts';

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));

describe('refuseByBeginning', () => {
  it.each([
    ['nothing', bytes(), /empty/],
    ['an HLS playlist', bytes('#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n'), /playlist/],
    ['an HLS playlist after a byte order mark', bytes([0xef, 0xbb, 0xbf], '#EXTM3U\n'), /playlist/],
    ['a concat script with a header', bytes('ffconcat version 1.0\nfile a.mp4\n'), /concat script/],
    ['a concat script without one', bytes("# my films\nfile '/etc/passwd'\n"), /concat script/],
    ['a DASH manifest', bytes('<?xml version="1.0"?><MPD/>'), /document/],
    ['a web page', bytes('\n <!DOCTYPE html><html>'), /document/],
    ['a session description', bytes('v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\n'), /SDP/],
    ['a PNG', bytes([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), /image/],
    ['a JPEG', bytes([0xff, 0xd8, 0xff, 0xe0]), /image/],
    ['a WebP', bytes('RIFF', [1, 0, 0, 0], 'WEBPVP8 '), /image/],
    ['an AVIF', bytes([0, 0, 0, 0x1c], 'ftypavif'), /image/],
  ])('refuses %s and says what it is', (_, beginning, words) => {
    expect(refuseByBeginning(beginning)).toMatch(words);
  });

  it.each([
    ['MP4', bytes([0, 0, 0, 0x20], 'ftypisom')],
    ['Matroska', bytes([0x1a, 0x45, 0xdf, 0xa3])],
    ['AVI', bytes('RIFF', [1, 0, 0, 0], 'AVI LIST')],
    ['MPEG-TS', bytes([0x47, 0x40, 0x11, 0x10])],
    ['unknown bytes', bytes([1, 2, 3, 4])],
  ])('leaves %s to the demuxers', (_, beginning) => {
    expect(refuseByBeginning(beginning)).toBeNull();
  });
});
