import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePlainRegex } from './plain-regex.ts';

const matches = (pattern: string, text: string) => parsePlainRegex(pattern)?.matches(text);

describe('a plain regular expression', () => {
  const atom = fc.constantFrom('a', 'b', '/', '.', '\\.', '[ab]', '[^a]', '[a-c/]', '\\*', '[-a]', '[]a]');
  const step = fc.tuple(atom, fc.constantFrom('', '*', '+', '?')).map((parts) => parts.join(''));
  const pattern = fc.array(step, { maxLength: 6 }).map((steps) => steps.join(''));
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '/', '.', '*', '-', ']'), maxLength: 8 });

  it('matches what the engine of the language matches', () => {
    fc.assert(
      fc.property(pattern, text, (source, subject) => {
        // Only POSIX takes a bracket that comes first for a member.
        const native = new RegExp(`^(?:${source.replaceAll('[]a]', '[\\]a]')})$`);
        expect(matches(source, subject)).toBe(native.test(subject));
      }),
      { numRuns: 3000 },
    );
  });

  it('matches the whole text, anchored or not', () => {
    for (const anchored of ['ab', '^ab', 'ab$', '^ab$']) {
      expect([matches(anchored, 'ab'), matches(anchored, 'xab'), matches(anchored, 'abx')]).toEqual([
        true,
        false,
        false,
      ]);
    }
  });

  it('is not kept busy by a pattern that would ruin a backtracking engine', () => {
    // A backtracking engine would not come back from this one.
    expect(matches('.*.*.*.*.*.*.*.*.*.*.*.*x', 'a'.repeat(4000))).toBe(false);
  });

  it.each(['(a)', 'a|b', 'a{2}', 'a**', '*a', '[ab', 'a]b\\', '\\d', '[a\\]', 'a^b', 'a$b', 'a'.repeat(513)])(
    'is none: %j',
    (source) => {
      expect(parsePlainRegex(source)).toBeNull();
    },
  );
});
