import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatWatchFragment, parseWatchAddress } from './watch-address.ts';

const token = 'v=1~kid=k1~exp=1777035708~acl=/v/9f86d081/*!/k/9f86d081/*~id=tk_1~aud=9f86d081~sig=abc_-';

test('asset and tokens', () => {
  expect(parseWatchAddress('/watch/9f86d081', `#et=${encodeURIComponent(token)}&kt=p.s`)).toEqual({
    assetId: '9f86d081',
    token,
    keyToken: 'p.s',
  });
});

test('a token that nobody percent-encoded is read as it is', () => {
  expect(parseWatchAddress('/watch/a', `#et=${token}`)?.token).toBe(token);
  expect(parseWatchAddress('/watch/a', '#et=100%&kt=x')).toMatchObject({ token: '100%', keyToken: 'x' });
});

test.each(['', '#', '#other=1', '#xet=1'])('no token in %j', (fragment) => {
  expect(parseWatchAddress('/watch/a', fragment)).toEqual({ assetId: 'a', token: '', keyToken: '' });
});

test.each([
  ['/watch/movie-2026-04-01', 'movie-2026-04-01'],
  ['/watch/sha256:9f86.d0_81/', 'sha256:9f86.d0_81'],
  ['/watch/sha256%3A9f86', 'sha256:9f86'],
])('%s is the page of %s', (path, assetId) => {
  expect(parseWatchAddress(path, '')?.assetId).toBe(assetId);
});

describe('paths that name no asset', () => {
  test.each(['/watch/', '/watch', '/watch/a/b', '/watch/a%2Fb', '/watch/..', '/v/a', `/watch/${'a'.repeat(129)}`])(
    '%s',
    (path) => {
      expect(parseWatchAddress(path, '')).toBeNull();
    },
  );
});

test('any token survives the way through the fragment', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii' }), fc.string({ unit: 'grapheme-ascii' }), (token, keyToken) => {
      const address = { assetId: 'a', token, keyToken };
      expect(parseWatchAddress('/watch/a', formatWatchFragment(address))).toEqual(address);
    }),
  );
});
