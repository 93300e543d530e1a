import { parsePlaylist } from '@sluice/media';
import { describe, expect, it } from 'vitest';
import { type LinkUrls, objectsIn, writeLinkPlaylist } from './link-playlist.ts';

const urls: LinkUrls = {
  playlist: (path) => `https://a.example/p/${path}`,
  object: (path) => `https://store.example/${path}?x=1`,
  key: 'https://a.example/k',
};
const place = { assetId: 'film', path: 'video/r240/playlist.m3u8' };

function parsed(lines: readonly string[]) {
  const result = parsePlaylist(`${['#EXTM3U', ...lines].join('\n')}\n`);
  if (!result.ok) throw new Error(result.reason);
  return result.playlist;
}
const written = (lines: readonly string[], at = place, keyOf = urls) =>
  writeLinkPlaylist(parsed(lines), at, keyOf).trimEnd().split('\n').slice(1);

describe('a playlist for who knows the id of a job', () => {
  it.each([
    ['a segment', ['#EXTINF:1,', 'seg_1.m4s'], ['#EXTINF:1,', 'https://store.example/video/r240/seg_1.m4s?x=1']],
    [
      'an init section',
      ['#EXT-X-MAP:URI="init.mp4"'],
      ['#EXT-X-MAP:URI="https://store.example/video/r240/init.mp4?x=1"'],
    ],
    [
      'a key',
      ['#EXT-X-KEY:METHOD=AES-128,URI="https://host/api/key/film",IV=0x1'],
      ['#EXT-X-KEY:METHOD=AES-128,URI="https://a.example/k",IV=0x1'],
    ],
    [
      'a key of a session',
      ['#EXT-X-SESSION-KEY:METHOD=AES-128,URI="/api/key/film"'],
      ['#EXT-X-SESSION-KEY:METHOD=AES-128,URI="https://a.example/k"'],
    ],
    [
      'a part',
      ['#EXT-X-PART:DURATION=0.5,URI="part_1.m4s"'],
      ['#EXT-X-PART:DURATION=0.5,URI="https://store.example/video/r240/part_1.m4s?x=1"'],
    ],
    [
      'a hint',
      ['#EXT-X-PRELOAD-HINT:TYPE=PART,URI="part_2.m4s"'],
      ['#EXT-X-PRELOAD-HINT:TYPE=PART,URI="https://store.example/video/r240/part_2.m4s?x=1"'],
    ],
    [
      'a variant',
      ['#EXT-X-STREAM-INF:BANDWIDTH=1', '../r480/playlist.m3u8'],
      ['#EXT-X-STREAM-INF:BANDWIDTH=1', 'https://a.example/p/video/r480/playlist.m3u8'],
    ],
    [
      'the pictures of a variant',
      ['#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1,URI="iframe.m3u8"'],
      ['#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1,URI="https://a.example/p/video/r240/iframe.m3u8"'],
    ],
    [
      'an audio rendition',
      ['#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="Main",URI="/v/film/audio/a/playlist.m3u8"'],
      ['#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="Main",URI="https://a.example/p/audio/a/playlist.m3u8"'],
    ],
  ])('has an absolute address of %s', (_what, lines, expected) => {
    expect(written(lines)).toEqual(expected);
  });

  it.each(['https://other.example/seg.m4s', '//other.example/a.m4s', '/v/other/seg.m4s', '../../../other/seg.m4s'])(
    'leaves %s alone: it is not of this asset',
    (uri) => {
      expect(written(['#EXTINF:1,', uri])).toEqual(['#EXTINF:1,', uri]);
      expect(objectsIn(parsed(['#EXTINF:1,', uri]), place)).toEqual([]);
    },
  );

  it('leaves the key of a clear asset as it is', () => {
    const line = '#EXT-X-KEY:METHOD=AES-128,URI="https://host/api/key/film"';
    expect(written([line], place, { ...urls, key: null })).toEqual([line]);
  });

  it('names each of its objects once, and no playlist', () => {
    const lines = [
      '#EXT-X-MAP:URI="all.mp4"',
      '#EXTINF:1,',
      'all.mp4',
      '#EXTINF:1,',
      'a%20b.m4s',
      '#EXTINF:1,',
      'x.m3u8',
    ];
    expect(objectsIn(parsed(lines), place)).toEqual(['video/r240/all.mp4', 'video/r240/a b.m4s']);
  });
});
