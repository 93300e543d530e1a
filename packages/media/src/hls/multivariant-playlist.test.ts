import { describe, expect, it } from 'vitest';
import { filmWith, main } from '../../test/support/presentation.ts';
import { multivariantPlaylist } from './multivariant-of.ts';
import { formatMultivariantPlaylist } from './multivariant-playlist.ts';

describe('the multivariant playlist', () => {
  it('announces measured bit rates with the sound, and the names of the contract', () => {
    // 720p: 1 501 500 bytes in 6.006 s are 2 000 000 b/s, 360p 500 000; sound 96 256 bytes in 6.016 s are 128 000.
    // On average 720p has 2 752 250 bytes in 13.013 s, 360p 813 312, the sound 208 554 bytes in 13.034667 s.
    expect(formatMultivariantPlaylist(multivariantPlaylist(filmWith()))).toBe(`#EXTM3U
#EXT-X-VERSION:6
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="Main",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="audio/und_aac_2ch/playlist.m3u8"
#EXT-X-STREAM-INF:BANDWIDTH=2128000,AVERAGE-BANDWIDTH=1820001,CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=1280x720,FRAME-RATE=29.970,AUDIO="audio"
video/r720_h264/playlist.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=628000,AVERAGE-BANDWIDTH=628000,CODECS="avc1.64001e,mp4a.40.2",RESOLUTION=640x360,FRAME-RATE=29.970,AUDIO="audio"
video/r360_h264/playlist.m3u8
`);
  });

  it('does not speak of sound for a silent film', () => {
    const text = formatMultivariantPlaylist(multivariantPlaylist(filmWith({ audio: [] })));
    expect(text).not.toMatch(/AUDIO|mp4a|EXT-X-MEDIA/);
    expect(text).toContain('BANDWIDTH=2000000,');
  });

  it('tells a known language, and one default among several', () => {
    const german = { ...main, id: 'de_aac_2ch', language: 'de', path: 'audio/de_aac_2ch' };
    const lines = formatMultivariantPlaylist(multivariantPlaylist(filmWith({ audio: [main, german] }))).split('\n');
    expect(lines.filter((line) => line.startsWith('#EXT-X-MEDIA'))).toEqual([
      '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="Main",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="audio/und_aac_2ch/playlist.m3u8"',
      '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="de_aac_2ch",LANGUAGE="de",DEFAULT=NO,AUTOSELECT=YES,CHANNELS="2",URI="audio/de_aac_2ch/playlist.m3u8"',
    ]);
  });
});
