import { type Grant, unbound } from '@sluice/access';
import { describe, expect, it } from 'vitest';
import { cacheClassOf, cacheHeaders } from './cache-policy.ts';

const grant: Grant = {
  scheme: 'edge-token',
  keyId: 'k1',
  tokenId: 't',
  subject: null,
  resource: { kind: 'paths', assetIds: ['a'], patterns: [] },
  actions: ['read'],
  notBeforeSeconds: null,
  expiresAtSeconds: 1000,
  renewableUntilSeconds: null,
  bindings: unbound,
};

describe('cacheHeaders', () => {
  it('lets anyone keep what is public', () => {
    expect(cacheHeaders({ grant: null, nowSeconds: 0 }, 'segment')).toEqual({
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept',
    });
  });

  it.each([
    ['rewritten', 'private, no-store'],
    ['playlist', 'private, max-age=60'],
    ['segment', 'private, max-age=100, immutable'],
    ['picture', 'private, max-age=100'],
  ] as const)('keeps a protected %s private and within the grant', (what, expected) => {
    expect(cacheHeaders({ grant, nowSeconds: 900 }, what)).toEqual({ 'cache-control': expected });
  });

  it.each([
    ['playlist', 60, 3600],
    ['segment', 3600, 31_536_000],
    ['picture', 300, 86_400],
  ] as const)('lets a CDN keep a %s longer than its viewers, and nobody because it were public', (what, own, cdn) => {
    const pulled: Grant = { ...grant, scheme: 'cdn-origin', resource: { kind: 'area', patterns: [] } };
    expect(cacheHeaders({ grant: { ...pulled, expiresAtSeconds: null }, nowSeconds: 900 }, what)).toEqual({
      'cache-control': `max-age=${own}, s-maxage=${cdn}`,
      'cdn-cache-control': `max-age=${cdn}`,
    });
  });

  it.each([
    ['master.m3u8', 'playlist'],
    ['video/r240/seg_1.m4s', 'segment'],
    ['cover.jpg', 'picture'],
  ])('counts %s as %s', (path, what) => {
    expect(cacheClassOf(path, false)).toBe(what);
  });

  it('has nobody keep a playlist that grows', () => {
    const growing = cacheClassOf('video/r720_h264/playlist.m3u8', true);
    expect(cacheClassOf('video/r720_h264/seg_1.m4s', true)).toBe('segment');
    expect(cacheHeaders({ grant: null, nowSeconds: 0 }, growing)['cache-control']).toBe('public, max-age=1');
    expect(cacheHeaders({ grant, nowSeconds: 900 }, growing)['cache-control']).toBe('private, max-age=1');
  });
});
