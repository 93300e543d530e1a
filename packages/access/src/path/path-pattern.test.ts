import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pathPattern } from '../../test/arbitraries.ts';
import { parsePath } from './parse-path.ts';
import { formatPathPattern, parsePathPattern } from './path-pattern.ts';

function matches(pattern: string, target: string): boolean {
  const parsed = parsePath(target);
  if (!parsed.ok) throw new Error('the target must parse');
  return parsePathPattern(pattern)?.matches(parsed.path) ?? false;
}

it('reads back the pattern it writes', () => {
  fc.assert(
    fc.property(pathPattern, (pattern) => {
      const again = parsePathPattern(formatPathPattern(pattern));
      expect(again).toMatchObject({ kind: pattern.kind, path: pattern.path });
    }),
  );
});

it.each([
  ['/v/a/*', '/v/a/b', true],
  ['/v/a/*', '/v/a/b/c/d', true],
  ['/v/a/*', '/v/a/', false],
  ['/v/a/*', '/v/a', false],
  ['/v/a/*', '/v/ab/c', false],
  ['/v/a/*', '/v/A/c', false],
  ['/v/a', '/v/a', true],
  ['/v/a', '/v/a/', false],
  ['/v/a', '/v/a/b', false],
  ['/v/a/', '/v/a/', true],
  ['/v/caf%C3%A9/*', '/v/caf%C3%A9/x', true],
  ['/v/a/%2A', '/v/a/b', true],
  ['/*', '/v/a', true],
])('%s against %s: %s', (pattern, target, isMatch) => {
  expect(matches(pattern, target)).toBe(isMatch);
});

it.each(['', 'v/a', '*', '/v*', '/v/*/a', '/v/**', '/v/a?', '/v/a%3F', '/v/../a/*', '/v//*', '/v%2Fa', '/v/a#b'])(
  'refuses the pattern %j',
  (text) => {
    expect(parsePathPattern(text)).toBeNull();
  },
);
