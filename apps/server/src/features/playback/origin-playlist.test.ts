import { parsePlaylist } from '@sluice/media';
import { describe, expect, it } from 'vitest';
import { formatOriginPlaylist } from './origin-playlist.ts';

const media = `#EXTM3U
#EXT-X-VERSION:7
#EXT-X-KEY:METHOD=AES-128,URI="/api/key/film"
#EXT-X-MAP:URI="init.mp4"
#EXTINF:4.000,
seg_1.m4s
#EXTINF:4.000,
https://elsewhere.example/seg_2.m4s
#EXT-X-ENDLIST
`;
const key = { documentedPath: '/api/key/film', uri: 'https://media.example.com/k/film/1.key' };

function written(text: string, queryNames: readonly string[] = []) {
  const parsed = parsePlaylist(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return formatOriginPlaylist(parsed.playlist, { queryNames, key });
}

describe('a playlist for a CDN', () => {
  it('stays as it is but for the key, which is here and not there', () => {
    expect(written(media)).toBe(media.replace('"/api/key/film"', `"${key.uri}"`));
    const absolute = media.replace('/api/key', 'https://media.example.com/api/key');
    expect(written(absolute)).toBe(written(media));
  });

  it('hands a query down to everything that the CDN serves, and to nobody else', () => {
    expect(written(media, ['Policy', 'Key-Pair-Id'])).toBe(`#EXTM3U
#EXT-X-DEFINE:QUERYPARAM="Policy"
#EXT-X-DEFINE:QUERYPARAM="Key-Pair-Id"
#EXT-X-VERSION:11
#EXT-X-KEY:METHOD=AES-128,URI="https://media.example.com/k/film/1.key"
#EXT-X-MAP:URI="init.mp4?Policy={$Policy}&Key-Pair-Id={$Key-Pair-Id}"
#EXTINF:4.000,
seg_1.m4s?Policy={$Policy}&Key-Pair-Id={$Key-Pair-Id}
#EXTINF:4.000,
https://elsewhere.example/seg_2.m4s
#EXT-X-ENDLIST
`);
  });

  it('keeps a query that stands there, and a later version', () => {
    const later = '#EXTM3U\n#EXT-X-VERSION:12\n#EXTINF:4,\nseg.m4s?v=2\n';
    expect(written(later, ['verify'])).toBe(
      '#EXTM3U\n#EXT-X-DEFINE:QUERYPARAM="verify"\n#EXT-X-VERSION:12\n#EXTINF:4,\nseg.m4s?v=2&verify={$verify}\n',
    );
  });
});
