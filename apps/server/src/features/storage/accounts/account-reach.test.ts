import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBoundTo, isInDirectory } from './account-reach.ts';

describe('the reach of an account', () => {
  it.each([
    ['cameras', 'cameras/a.mp4', true],
    ['cameras', 'cameras/2026/a.mp4', true],
    ['cameras', 'cameras', false],
    ['cameras', 'cameras-of-others/a.mp4', false],
    ['cameras', 'Cameras/a.mp4', false],
    ['cameras', 'other/cameras/a.mp4', false],
    ['a/b', 'a/b/c', true],
    ['a/b', 'a/c', false],
    // One letter, two spellings in Unicode: keys are compared byte for byte.
    ['caf\u00e9', 'cafe\u0301/a.mp4', false],
    ['*', 'anything/at/all', true],
  ])('of the directory %j has %j: %s', (directory, key, expected) => {
    expect(isInDirectory({ directory }, key)).toBe(expected);
  });

  it('never has a key of another directory', () => {
    const name = fc.stringMatching(/^[a-z.*]{1,8}$/).filter((text) => text !== '*');
    fc.assert(
      fc.property(name, name, fc.string(), (own, other, rest) => {
        fc.pre(own !== other);
        expect(isInDirectory({ directory: own }, `${other}/${rest}`)).toBe(false);
      }),
    );
  });

  it('is the providers that it is bound to', () => {
    const providers = new Set(['main', 'more']);
    expect(['main', 'more', 'Main', '*', ''].map((name) => isBoundTo({ providers }, name))).toEqual([
      ...[true, true, false, false, false],
    ]);
  });
});
