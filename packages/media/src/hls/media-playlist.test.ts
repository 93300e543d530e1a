import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filmWith, kid, main, r720 } from '../../test/support/presentation.ts';
import { formatMediaPlaylist, targetDurationSeconds } from './media-playlist.ts';
import { mediaPlaylist } from './media-playlist-of.ts';

const keyUri = 'https://media.example.com/api/key/lesson-12';
const headAndKeys = (text: string) => text.split('\n').filter((line) => /^#EXT-X-(MAP|KEY)/.test(line));

describe('the playlist of a clear rendition', () => {
  it('reads as RFC 8216 has it', () => {
    expect(formatMediaPlaylist(mediaPlaylist(filmWith(), r720))).toBe(`#EXTM3U
#EXT-X-VERSION:6
#EXT-X-TARGETDURATION:6
#EXT-X-MEDIA-SEQUENCE:1
#EXT-X-PLAYLIST-TYPE:VOD
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-MAP:URI="init.mp4"
#EXTINF:6.006000,
seg_1.m4s
#EXTINF:6.006000,
seg_2.m4s
#EXTINF:1.001000,
seg_3.m4s
#EXT-X-ENDLIST
`);
  });

  it('tells of another encoder before the date of its first segment', () => {
    const playlist = mediaPlaylist(filmWith(), r720);
    const programDateTime = new Date('2026-05-01T10:00:00Z');
    const segments = playlist.segments.map((segment, index) =>
      index === 1 ? { ...segment, programDateTime, isDiscontinuous: true as const } : segment,
    );
    expect(formatMediaPlaylist({ ...playlist, segments })).toContain(
      'seg_1.m4s\n#EXT-X-DISCONTINUITY\n#EXT-X-PROGRAM-DATE-TIME:2026-05-01T10:00:00.000Z\n#EXTINF:6.006000,\nseg_2.m4s',
    );
  });

  it('adds up to the length of the rendition, however many segments there are', () => {
    const durations = fc.array(fc.integer({ min: 1, max: 600_000 }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(durations, fc.integer({ min: 1000, max: 100_000 }), (ticks, timescale) => {
        const segments = ticks.map((durationTicks) => ({ durationTicks, bytes: 1 }));
        const text = formatMediaPlaylist(mediaPlaylist(filmWith(), { ...main, timescale, segments }));
        const microseconds = [...text.matchAll(/#EXTINF:(\d+)\.(\d{6}),/g)].map(([, whole, part]) =>
          Number(`${whole}${part}`),
        );
        const sum = microseconds.reduce((total, next) => total + next, 0);
        const exact = (ticks.reduce((total, next) => total + next, 0) * 1_000_000) / timescale;
        expect(Math.abs(sum - exact)).toBeLessThanOrEqual(0.5);
      }),
    );
  });
});

describe('the key of an encrypted rendition', () => {
  it('comes after the init section under AES-128, which leaves that clear, and names no vector', () => {
    const film = filmWith({ encryption: { scheme: 'aes-128', kid } });
    expect(headAndKeys(formatMediaPlaylist(mediaPlaylist(film, r720, { keyUri })))).toEqual([
      '#EXT-X-MAP:URI="init.mp4"',
      `#EXT-X-KEY:METHOD=AES-128,URI="${keyUri}"`,
    ]);
  });

  const cbcs = filmWith({ encryption: { scheme: 'cbcs', kid } });

  it('names the constant vector for players that take the key itself', () => {
    const constantIv = 'a0a1a2a3a4a5a6a7a8a9aaabacadaeaf';
    expect(headAndKeys(formatMediaPlaylist(mediaPlaylist(cbcs, r720, { keyUri, constantIv })))).toEqual([
      `#EXT-X-KEY:METHOD=SAMPLE-AES,URI="${keyUri}",IV=0x${constantIv},KEYFORMAT="identity",KEYFORMATVERSIONS="1"`,
      '#EXT-X-MAP:URI="init.mp4"',
    ]);
  });

  it('names the key id for players that ask for a ClearKey licence, also over a film stored under AES-128', () => {
    const stored = filmWith({ encryption: { scheme: 'aes-128', kid } });
    const options = { keyUri, keyFormat: 'org.w3.clearkey', scheme: 'cbcs' } as const;
    expect(headAndKeys(formatMediaPlaylist(mediaPlaylist(stored, r720, options)))).toEqual([
      `#EXT-X-KEY:METHOD=SAMPLE-AES,URI="${keyUri}",KEYFORMAT="org.w3.clearkey",KEYFORMATVERSIONS="1",KEYID=0x${kid}`,
      '#EXT-X-MAP:URI="init.mp4"',
    ]);
  });

  it('must not be forgotten', () => {
    expect(() => mediaPlaylist(cbcs, r720)).toThrow('needs keyUri');
    expect(() => mediaPlaylist(cbcs, r720, { keyUri })).toThrow('needs constantIv');
  });
});

describe('the target duration', () => {
  it.each([
    [[6.006, 6.4], 6],
    [[6.5], 7],
    [[0.2], 1],
    [[], 1],
  ])('of %j is %i', (durations, target) => {
    expect(targetDurationSeconds(durations.map((durationSeconds) => ({ durationSeconds })))).toBe(target);
  });
});
