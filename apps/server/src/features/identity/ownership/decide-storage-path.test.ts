import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideStoragePath, decideStoragePrefix } from './decide-storage-path.ts';

const me = '550e8400-e29b-41d4-a716-446655440000';
const other = '550e8400-e29b-41d4-a716-446655440001';
const own = `users/${me}/`;
const job = '2b1e7a40-0f6b-4c1d-9d5e-3a1f0c9b8e7d';
const pathOf = (text: string): string | null => {
  const decision = decideStoragePath(me, text);
  return decision.ok ? decision.path : null;
};

describe('a path that a user names', () => {
  it.each([
    ['film.mp4', `${own}film.mp4`],
    ['a/b c/ü.mp4', `${own}a/b c/ü.mp4`],
    [`${own}film.mp4`, `${own}film.mp4`],
    ['Users/film.mp4', `${own}Users/film.mp4`],
    ['users', `${own}users`],
    ['resultsfilm.mp4', `${own}resultsfilm.mp4`],
    ['100%.mp4', `${own}100%.mp4`],
    ['a%20b.mp4', `${own}a%20b.mp4`],
    ['...', `${own}...`],
    ['a..b/.c', `${own}a..b/.c`],
  ])('%s is meant as %s', (text, path) => {
    expect(pathOf(text)).toBe(path);
  });

  it('may be a result of a job, whose owner is looked up', () => {
    const file = { ok: true, kind: 'result', jobId: job, file: 'a/cover.jpg' };
    expect(decideStoragePath(me, `results/${job}/a/cover.jpg`)).toMatchObject(file);
  });

  it.each([
    [''],
    ['/'],
    ['/film.mp4'],
    ['a//b'],
    ['a/'],
    ['.'],
    ['..'],
    ['a/../b'],
    ['a/./b'],
    [`${own}../${other}/film.mp4`],
    ['a\\b'],
    ['a\0b'],
    ['a\nb'],
    ['%2e%2e/b'],
    ['a/%2E./b'],
    ['a/.%2e'],
    ['%252e%252e/b'],
    ['%25252e%25252e%25252fb'],
    ['a%2f%2fb'],
    ['%2fa'],
    ['a%5cb'],
    ['a%00b'],
    ['a%2500b'],
    ['users/'],
    [`users/${me}`],
    [`users/${me}0/film.mp4`],
    [`users/${other}/film.mp4`],
    [`users/${me.toUpperCase()}/film.mp4`],
    ['results/'],
    ['results/film.mp4'],
    [`results/${job}`],
    [`results/${job}/`],
    ['results/1/film.mp4'],
    ['a'.repeat(1024)],
    ['ü'.repeat(500)],
    ['a\ud800'],
  ])('is refused as %j', (text) => {
    expect(pathOf(text)).toBeNull();
  });

  it('never leaves what is theirs, whatever it is, nor when somebody decodes it', () => {
    const part = fc.constantFrom(
      '.',
      '..',
      '%',
      '2e',
      '2f',
      '25',
      '5c',
      '00',
      '/',
      '\\',
      'users',
      me,
      other,
      'a',
      '\0',
    );
    const texts = fc.oneof(
      fc.array(part, { maxLength: 12 }).map((parts) => parts.join('')),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const decision = decideStoragePath(me, text);
        if (!decision.ok || decision.kind === 'result') return;
        for (let path = decision.path, depth = 0; depth < 4; depth++) {
          expect(new URL(`http://x/${path}`.replaceAll('%', '%25')).pathname.startsWith(`/${own}`)).toBe(true);
          path = path.replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
          expect(path.split('/').some((segment) => ['', '.', '..'].includes(segment))).toBe(false);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a prefix that a user names', () => {
  it.each([
    ['', own],
    ['users/', null],
    [own, own],
    [`users/${me}`, null],
    ['a', `${own}a`],
    ['a/', `${own}a/`],
    [`${own}a/b`, `${own}a/b`],
    ['/', null],
    ['a//', null],
    [`users/${other}/`, null],
    [`users/${me}0`, null],
    ['../', null],
    [`results/${job}/`, null],
  ])('%j is %s', (text, prefix) => {
    expect(decideStoragePrefix(me, text)).toBe(prefix);
  });
});
