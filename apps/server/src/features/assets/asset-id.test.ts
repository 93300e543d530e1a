import { describe, expect, it } from 'vitest';
import { assetFolder, isAssetId } from './asset-id.ts';

describe('isAssetId', () => {
  it.each(['movie-2026-04-01', 'a', '...', 'A:b_c.d', 'x'.repeat(128)])('takes %s', (id) => {
    expect(isAssetId(id)).toBe(true);
  });

  it.each(['', '.', '..', 'a/b', 'a b', 'é', 'x'.repeat(129), 'a\n', '%2e'])('refuses %j', (id) => {
    expect(isAssetId(id)).toBe(false);
  });
});

describe('assetFolder', () => {
  it('shards by the first two characters, or the whole id when it is shorter', () => {
    expect(assetFolder('movie-1')).toBe('videos/mo/movie-1');
    expect(assetFolder('m')).toBe('videos/m/m');
  });
});
