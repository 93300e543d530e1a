import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxPlaylistBytes, parsePlaylist, type UriContext } from './parse-playlist.ts';
import { rewriteUris } from './rewrite-uris.ts';

function parsed(text: string) {
  const result = parsePlaylist(text);
  if (!result.ok) throw new Error(result.reason);
  return result.playlist;
}

function urisOf(text: string): [uri: string, context: UriContext][] {
  const uris: [string, UriContext][] = [];
  rewriteUris(parsed(text), (uri, context) => {
    uris.push([uri, context]);
    return uri;
  });
  return uris;
}

const knownTag = fc.constantFrom(
  '#EXTINF:4.000,',
  '#EXTINF:4.000,a title, with "quotes"',
  '#EXT-X-MAP:URI="init.mp4",BYTERANGE="10@0"',
  '#EXT-X-KEY:METHOD=AES-128,URI="/k/1.key?a=1,2",IV=0x12',
  '#EXT-X-UNKNOWN:URI="kept,as it is',
  '#EXT-X-DATERANGE:ID="a",X-ASSET-URI="x",X-ASSET-LIST="y",X-OTHER="z"',
  '#EXT-X-ENDLIST',
);
const freeLine = fc.string({ unit: 'binary' }).filter((line) => !/[\r\n]/.test(line) && !line.startsWith('#EXT'));
const lineEnd = fc.constantFrom('\n', '\r\n');
const playlistText = fc
  .tuple(
    fc.array(fc.tuple(fc.oneof(knownTag, freeLine), lineEnd)),
    lineEnd,
    fc.constantFrom('', 'last.m4s', '#EXT-X-END'),
  )
  .map(([lines, firstEnd, last]) => `#EXTM3U${firstEnd}${lines.map((line) => line.join('')).join('')}${last}`);

describe('rewriteUris', () => {
  it('changes not a byte when no URI is changed', () => {
    fc.assert(fc.property(playlistText, (text) => rewriteUris(parsed(text), (uri) => uri) === text));
  });

  it('rewrites what edge-access §15.2 shows, and nothing else', () => {
    const before = `#EXTM3U
#EXT-X-MAP:URI="init.mp4"
#EXTINF:4.000,
seg_00001.m4s
#EXT-X-KEY:METHOD=AES-128,URI="/k/9f86d081/1.key"
#EXTINF:4.000,
seg_00002.m4s?v=2
`;
    const withToken = (uri: string) => `${uri}${uri.includes('?') ? '&' : '?'}et=T`;
    expect(rewriteUris(parsed(before), withToken)).toBe(`#EXTM3U
#EXT-X-MAP:URI="init.mp4?et=T"
#EXTINF:4.000,
seg_00001.m4s?et=T
#EXT-X-KEY:METHOD=AES-128,URI="/k/9f86d081/1.key?et=T"
#EXTINF:4.000,
seg_00002.m4s?v=2&et=T
`);
  });

  it.each([
    ['EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",URI="U"', 'URI'],
    ['EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1,URI="U"', 'URI'],
    ['EXT-X-IMAGE-STREAM-INF:BANDWIDTH=1,URI="U"', 'URI'],
    ['EXT-X-MAP:URI="U"', 'URI'],
    ['EXT-X-KEY:METHOD=AES-128,URI="U",IV=0x1', 'URI'],
    ['EXT-X-SESSION-KEY:METHOD=SAMPLE-AES,URI="U"', 'URI'],
    ['EXT-X-SESSION-DATA:DATA-ID="d",URI="U"', 'URI'],
    ['EXT-X-PART:DURATION=0.3,URI="U",INDEPENDENT=YES', 'URI'],
    ['EXT-X-PRELOAD-HINT:TYPE=PART,URI="U"', 'URI'],
    ['EXT-X-RENDITION-REPORT:URI="U",LAST-MSN=3', 'URI'],
    ['EXT-X-CONTENT-STEERING:SERVER-URI="U",PATHWAY-ID="a"', 'SERVER-URI'],
    ['EXT-X-DATERANGE:ID="i",X-ASSET-URI="U"', 'X-ASSET-URI'],
    ['EXT-X-DATERANGE:ID="i",X-ASSET-LIST="U"', 'X-ASSET-LIST'],
  ])('finds the URI of %s', (tagLine, attribute) => {
    const tag = tagLine.slice(0, tagLine.indexOf(':'));
    expect(urisOf(`#EXTM3U\n#${tagLine}\n`)).toEqual([['U', { tag, attribute }]]);
  });

  it('tells segments from variants, with tags in between', () => {
    const text = '#EXTM3U\r\n#EXT-X-STREAM-INF:BANDWIDTH=1\r\nv.m3u8\r\n#EXTINF:1,\r\n#EXT-X-BYTERANGE:5\r\ns.m4s\r\n';
    expect(urisOf(text)).toEqual([
      ['v.m3u8', { tag: 'EXT-X-STREAM-INF' }],
      ['s.m4s', { tag: 'EXTINF' }],
    ]);
  });

  it.each(['a"b', 'a\nb'])('does not let %j out of an attribute', (uri) => {
    expect(() => rewriteUris(parsed('#EXTM3U\n#EXT-X-MAP:URI="i"\n'), () => uri)).toThrow(TypeError);
  });

  it.each(['', '#EXT-X-ENDLIST', 'a\n#EXT-X-ENDLIST'])('does not let %j become lines of the playlist', (uri) => {
    expect(() => rewriteUris(parsed('#EXTM3U\n#EXTINF:1,\ns.m4s\n'), () => uri)).toThrow(TypeError);
  });
});

describe('parsePlaylist', () => {
  it('keeps every line, the unknown ones too', () => {
    expect(parsed('#EXTM3U\n\n# a comment\n#EXT-X-NEW:A=b:c\n#EXT-X-ENDLIST').lines).toEqual([
      { kind: 'tag', name: 'EXTM3U', value: '' },
      { kind: 'blank' },
      { kind: 'comment', text: ' a comment' },
      { kind: 'tag', name: 'EXT-X-NEW', value: 'A=b:c' },
      { kind: 'tag', name: 'EXT-X-ENDLIST', value: '' },
    ]);
  });

  it.each(['', '\n#EXTM3U\n', '\ufeff#EXTM3U\n', '#EXTM3U8\n', '<html>', '#extm3u\n'])('refuses %j', (text) => {
    expect(parsePlaylist(text)).toEqual({ ok: false, reason: 'not_a_playlist' });
  });

  it.each(['#EXT-X-MAP:URI="init.mp4', '#EXT-X-KEY:METHOD=AES-128,URI=key', '#EXT-X-MEDIA:'])(
    'refuses %j, whose URI would pass unprotected',
    (line) => {
      expect(parsePlaylist(`#EXTM3U\n${line}\n`)).toEqual({ ok: false, reason: 'bad_attribute_list' });
    },
  );

  it('counts bytes, not characters, against its limit', () => {
    const filled = (character: string, bytesEach: number, bytes: number) =>
      `#EXTM3U\n#${character.repeat((bytes - 9) / bytesEach)}`;
    for (const [character, bytesEach] of [
      ['a', 1],
      ['é', 2],
      ['€', 3],
      ['😀', 4],
    ] as const) {
      const room = maxPlaylistBytes - 9;
      const most = 9 + room - (room % bytesEach);
      expect(parsePlaylist(filled(character, bytesEach, most)).ok).toBe(true);
      expect(parsePlaylist(filled(character, bytesEach, most + bytesEach))).toEqual({ ok: false, reason: 'too_large' });
    }
  });

  it('ends for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(typeof parsePlaylist(`#EXTM3U\n#EXT-X-KEY:${text}`).ok).toBe('boolean');
      }),
    );
  });
});
