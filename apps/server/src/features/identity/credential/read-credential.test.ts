import { describe, expect, it } from 'vitest';
import { readCredential } from './read-credential.ts';

const key = `lvz_live_${'0f'.repeat(32)}`;

function outcome(...lines: readonly string[]): string {
  const read = readCredential(lines);
  return read.kind === 'none' ? read.refusal.message : read.kind;
}

describe('the header Authorization', () => {
  it.each([[], [''], ['  \t ']])('is missing in %j', (...lines) => {
    expect(outcome(...lines)).toBe('Missing Authorization header');
  });

  it.each([
    [[key, key]],
    [['', key]],
    [['a'.repeat(8193)]],
    [[`${key}\u0001`]],
    [[`Bearer a\u007f`]],
    [[key.toUpperCase()]],
    [['Basic dXNlcjp3b3Jk']],
    [['Bearer']],
    [['Bearer   ']],
    [['eyJhbGciOiJSUzI1NiJ9.e30.AA']],
    [['v=1~kid=k1~exp=1']],
    [['emb_AAAA']],
  ])('is invalid in %j', (lines) => expect(outcome(...lines)).toBe('Invalid Authorization header'));

  it.each([key, `  ${key}\t`, `Bearer ${key}`, `bEaReR   ${key}`])('holds a key in %j', (line) => {
    expect(readCredential([line])).toEqual({ kind: 'api-key', key });
  });

  it.each([`${key} x`, key.slice(0, -2), key.replace('live', 'test'), `Bearer ${key}0`, 'lvz_'])(
    'holds what means to be a key in %j',
    (line) => expect(outcome(line)).toBe('malformed-key'),
  );

  it.each(['Bearer a.b.c', 'bearer  a.b.c', 'Bearer emb_AAAA', 'Bearer v=1~kid=k1'])('holds a token in %j', (line) => {
    expect(outcome(line)).toBe('jwt');
  });
});
