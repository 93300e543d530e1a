import { describe, expect, it } from 'vitest';
import { objectHeaders, vaultContentType } from './object-headers.ts';

const plain = { filename: 'a/b.mp4', contentType: 'video/mp4', tokenId: 'vu_1' };

describe('objectHeaders', () => {
  it.each([
    ['text/html', 'attachment'],
    ['Text/HTML; charset=utf-8', 'attachment'],
    ['image/svg+xml', 'attachment'],
    ['application/xhtml+xml', 'attachment'],
    ['application/xml', 'attachment'],
    ['text/xml', 'attachment'],
    ['application/rss+xml', 'attachment'],
    ['video/mp4', 'inline'],
    ['text/plain', 'inline'],
    ['application/dash+xml', 'attachment'],
  ])('tells a browser to take %s as %s', (contentType, kind) => {
    const { 'content-disposition': disposition } = objectHeaders({ ...plain, contentType }, 60);
    expect(disposition).toBe(`${kind}; filename*=UTF-8''b.mp4`);
  });

  it('lets nobody keep an answer longer than the URL lives, or an hour', () => {
    const cacheOf = (secondsLeft: number) => objectHeaders(plain, secondsLeft)['cache-control'];
    expect(cacheOf(60)).toBe('private, max-age=60, no-transform');
    expect(cacheOf(90_000)).toBe('private, max-age=3600, no-transform');
    expect(cacheOf(-1)).toBe('private, max-age=0, no-transform');
  });

  it('lets nobody keep what is for one use', () => {
    expect(objectHeaders({ ...plain, tokenId: 'vo_1' }, 60)['cache-control']).toBe('no-store');
  });
});

describe('vaultContentType', () => {
  it('takes the word of the store before that of the extension', () => {
    expect(vaultContentType({ key: 'a.mp4', contentType: 'image/jpeg' })).toBe('image/jpeg');
    expect(vaultContentType({ key: 'a.m3u8' })).toBe('application/vnd.apple.mpegurl');
    expect(vaultContentType({ key: 'a', contentType: '' })).toBe('application/octet-stream');
    expect(vaultContentType({ key: 'a', contentType: 'x\r\ny: z' })).toBe('application/octet-stream');
  });
});
