import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostPattern } from '../../test/arbitraries.ts';
import { formatHostPattern, matchesAnyHost, parseHostPattern } from './host-pattern.ts';

function matches(pattern: string, origin: string | null, referer: string | null = null): boolean {
  const parsed = parseHostPattern(pattern);
  if (parsed === null) throw new Error('the pattern must parse');
  return matchesAnyHost([parsed], { origin, referer });
}

it('reads back the pattern it writes', () => {
  fc.assert(
    fc.property(hostPattern, (pattern) => {
      expect(parseHostPattern(formatHostPattern(pattern))).toEqual(pattern);
    }),
  );
});

describe('a host pattern', () => {
  it.each([
    ['app.example.com', 'https://app.example.com', true],
    ['app.example.com', 'http://APP.example.com:8080', true],
    ['app.example.com', 'https://example.com', false],
    ['app.example.com', 'https://app.example.com.evil.test', false],
    ['*.example.org', 'https://x.example.org', true],
    ['*.example.org', 'https://a.b.example.org', false],
    ['*.example.org', 'https://example.org', false],
    ['*.example.org', 'https://xexample.org', false],
    ['**.example.org', 'https://a.b.example.org', true],
    ['**.example.org', 'https://x.example.org', true],
    ['**.example.org', 'https://example.org', false],
    ['**.example.org', 'https://evil-example.org', false],
    ['localhost', 'http://localhost:3000', true],
    ['none', 'https://none', false],
  ])('%s against Origin %s: %s', (pattern, origin, isMatch) => {
    expect(matches(pattern, origin)).toBe(isMatch);
  });

  it.each([
    'https://user@app.example.com',
    'https://evil.test\\@app.example.com',
    'https://evil.test#app.example.com',
    'https://evil.test/app.example.com',
    'https://app.example.com.',
    'https://app.example.com:80x',
    'https://app.example.com:80@evil.test',
    'app.example.com',
    '//app.example.com',
    'https://',
    'https:///app.example.com',
    '',
  ])('does not match %j', (origin) => {
    expect(matches('app.example.com', origin)).toBe(false);
  });

  it('looks at Referer only where there is no Origin', () => {
    expect(matches('a.test', null, 'https://a.test/watch?x=https://b.test')).toBe(true);
    expect(matches('a.test', 'https://b.test', 'https://a.test/')).toBe(false);
    expect(matches('a.test', 'null', 'https://a.test/')).toBe(false);
  });

  it('lets pages without a name in only by "none"', () => {
    expect(matches('none', null)).toBe(true);
    expect(matches('none', 'null')).toBe(true);
    expect(matches('none', 'https://a.test')).toBe(false);
    expect(matches('none', 'garbage')).toBe(false);
    expect(matches('a.test', null)).toBe(false);
  });

  it.each([
    '',
    '*',
    '**',
    '*.',
    '***.a.test',
    'a.*.test',
    'A.test',
    'a..test',
    '.a.test',
    'a.test.',
    'a_b.test',
    '-a.test',
    'a-.test',
    'a.test:80',
    'https://a.test',
    `${'a'.repeat(64)}.test`,
  ])('cannot be %j', (text) => {
    expect(parseHostPattern(text)).toBeNull();
  });
});
