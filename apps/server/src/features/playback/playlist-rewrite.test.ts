import { parsePlaylist } from '@sluice/media';
import { describe, expect, it } from 'vitest';
import { rewritePlaylist } from './playlist-rewrite.ts';

const stored = `#EXTM3U
#EXT-X-VERSION:7
#EXT-X-MAP:URI="init.mp4"
#EXT-X-KEY:METHOD=AES-128,URI="/api/key/movie"
#EXTINF:4.000,
seg_1.m4s
#EXT-X-ENDLIST
`;
const parsed = parsePlaylist(stored);
if (!parsed.ok) throw new Error('the sample is a playlist');
const { playlist } = parsed;
const key = { documentedPath: '/api/key/movie', uri: '/k/movie/0a.key' };

describe('rewritePlaylist', () => {
  it('carries the token into every URI and swaps the key address that the grant covers', () => {
    const text = rewritePlaylist(playlist, { carriage: { kind: 'query', token: 'T' }, key, publicUrl: '' });
    expect(text).toBe(
      stored
        .replace('init.mp4', 'init.mp4?et=T')
        .replace('seg_1.m4s', 'seg_1.m4s?et=T')
        .replace('/api/key/movie', '/k/movie/0a.key?et=T'),
    );
  });

  it('leaves the documented key address alone, without a token, when the grant does not cover the key', () => {
    const text = rewritePlaylist(playlist, { carriage: { kind: 'query', token: 'T' }, key: null, publicUrl: '' });
    expect(text).toContain('URI="/api/key/movie"');
  });

  it('prefixes only the absolute address for a path token', () => {
    const text = rewritePlaylist(playlist, { carriage: { kind: 'path', prefix: '/_t/x' }, key, publicUrl: '' });
    expect(text).toBe(stored.replace('/api/key/movie', '/_t/x/k/movie/0a.key'));
  });

  it('changes nothing but the key address for a header or cookie', () => {
    const text = rewritePlaylist(playlist, { carriage: { kind: 'none' }, key, publicUrl: '' });
    expect(text).toBe(stored.replace('/api/key/movie', '/k/movie/0a.key'));
  });

  it('knows the documented address under the public address too', () => {
    const absolute = parsePlaylist(stored.replace('/api/key/movie', 'https://m.example/api/key/movie'));
    if (!absolute.ok) throw new Error('the sample is a playlist');
    const text = rewritePlaylist(absolute.playlist, {
      carriage: { kind: 'none' },
      key,
      publicUrl: 'https://m.example',
    });
    expect(text).toContain('URI="/k/movie/0a.key"');
  });
});
