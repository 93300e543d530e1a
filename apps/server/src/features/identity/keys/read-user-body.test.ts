import { UserKeyBody, UserKeyPatch } from '@sluice/contract';
import { describe, expect, it } from 'vitest';
import { isSluiceError } from '../../../ports/sluice-error.ts';
import { readKeyName, readUserBody } from './read-user-body.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function faults(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return isSluiceError(error, 'identity/invalid-body') ? error.details.faults : error;
  }
}

describe('a body of a route of users', () => {
  it('may have members that nobody asked for', () => {
    expect(readUserBody(UserKeyPatch, bytes('{"is_active":false,"x":1}'))).toMatchObject({ is_active: false });
  });

  it.each(['', '{', '{"name":'])('is told to be no JSON: %j', (text) => {
    expect(faults(() => readUserBody(UserKeyBody, bytes(text)))).toEqual([
      { loc: ['body'], msg: 'The body is not JSON.', type: 'json_invalid' },
    ]);
  });

  it('is told what it lacks', () => {
    expect(faults(() => readUserBody(UserKeyBody, bytes('{}')))).toEqual([
      { loc: ['body', 'name'], msg: 'Field required', type: 'missing' },
    ]);
  });

  it.each(['0', '1', '"false"', 'null'])('is told that %s is no boolean', (value) => {
    expect(faults(() => readUserBody(UserKeyPatch, bytes(`{"is_active":${value}}`)))).toEqual([
      { loc: ['body', 'is_active'], msg: 'must be boolean', type: 'boolean_type' },
    ]);
  });

  it.each(['[]', '1', 'null'])('is an object and not %s', (text) => {
    expect(faults(() => readUserBody(UserKeyBody, bytes(text)))).toMatchObject([
      { loc: ['body'], type: 'object_type' },
    ]);
  });
});

describe('the name of a key', () => {
  it.each([
    [' a ', 'a'],
    ['x'.repeat(100), 'x'.repeat(100)],
    ['😀'.repeat(100), '😀'.repeat(100)],
  ])('%j is %j', (text, name) => expect(readKeyName(text)).toBe(name));

  it.each(['', ' \t ', 'x'.repeat(101), 'a\u0000b', 'a\nb', '\ud800'])('is refused: %j', (text) => {
    expect(faults(() => readKeyName(text))).toMatchObject([{ loc: ['body', 'name'] }]);
  });
});
