import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assetIdOfPath, parsePath } from './parse-path.ts';

describe('parsePath', () => {
  it('decodes the path once and takes query and path token off', () => {
    expect(parsePath('/_t/dj0x/v/caf%C3%A9%7Ex/a%2520b.m4s?et=1&x=%2F')).toEqual({
      ok: true,
      path: '/v/café~x/a%20b.m4s',
      pathToken: 'dj0x',
      query: 'et=1&x=%2F',
    });
  });

  it('tells an empty path token from none', () => {
    expect(parsePath('/_t//v/a')).toMatchObject({ ok: true, path: '/v/a', pathToken: '' });
  });

  it.each(['/', '/v/a', '/v/a/', '/v/a..b/..c', '/v/[2020]|x', "/v/~!$&'()*+,;=:@", '/_tx/a'])(
    'keeps %s as it is',
    (target) => {
      expect(parsePath(target)).toEqual({ ok: true, path: target, pathToken: null, query: '' });
    },
  );

  it.each([
    ['nothing', ''],
    ['absolute form', 'http://host/v/a'],
    ['no leading slash', 'v/a'],
    ['asterisk form', '*'],
    ['escaped slash', '/v/a%2Fb'],
    ['escaped slash in lower case', '/v/a%2fb'],
    ['escaped backslash', '/v/a%5cb'],
    ['raw backslash', '/v/a\\b'],
    ['escaped NUL', '/v/a%00'],
    ['empty segment', '/v//a'],
    ['empty first segment', '//v/a'],
    ['dot segment', '/v/./a'],
    ['dot segment at the end', '/v/.'],
    ['parent segment', '/v/../a'],
    ['parent segment at the end', '/v/a/..'],
    ['escaped parent segment', '/v/%2e%2E/a'],
    ['half-escaped parent segment', '/v/.%2e/a'],
    ['raw control character', '/v/a\n'],
    ['escaped control character', '/v/a%0A'],
    ['escaped C1 control character', '/v/a%C2%85'],
    ['raw space', '/v/a b'],
    ['raw non-ASCII', '/v/é'],
    ['fragment', '/v/a#b'],
    ['broken escape', '/v/a%2'],
    ['bytes that are not UTF-8', '/v/%FF'],
    ['overlong UTF-8', '/v/%C0%AE%C0%AE/a'],
    ['second path token', '/_t/a/_t/b/v/x'],
    ['path token further down', '/v/_t/a'],
    ['escaped path token', '/%5Ft/a/v/x'],
    ['path token without a path', '/_t/abc'],
    ['too long', `/${'a'.repeat(1024)}`],
    ['much too long', `/v/a?${'a'.repeat(20_000)}`],
  ])('refuses %s', (_what, target) => {
    expect(parsePath(target)).toEqual({ ok: false, reason: 'bad_path' });
  });

  it('never lets a path through that steps out, whatever the bytes', () => {
    const pieces = fc.constantFrom(
      '/',
      '.',
      '..',
      '%2e',
      '%2E',
      '%2f',
      '%5c',
      '\\',
      '%',
      '%25',
      '%00',
      'v',
      '_t',
      'é',
      '%C3%A9',
      '?',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const parsed = parsePath(`/${parts.join('')}`);
        if (!parsed.ok) return;
        const segments = parsed.path.split('/').slice(1);
        expect(segments.slice(0, -1)).not.toContain('');
        expect(segments.filter((segment) => ['.', '..', '_t'].includes(segment))).toEqual([]);
        expect(parsed.path).not.toMatch(/[\\\p{Cc}]/u);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('assetIdOfPath', () => {
  it.each([
    ['/v/9f86d081/master.m3u8', '9f86d081'],
    ['/live/ch1/', 'ch1'],
    ['/k/a/1.key', 'a'],
    ['/i/a/b', 'a'],
    ['/v/9f86d081', null],
    ['/x/9f86d081/a', null],
    ['/', null],
  ])('%s belongs to %s', (target, assetId) => {
    const parsed = parsePath(target);
    expect(parsed.ok && assetIdOfPath(parsed.path)).toBe(assetId);
  });
});
