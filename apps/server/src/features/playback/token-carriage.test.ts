import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carriagePrefix, carryToken } from './token-carriage.ts';

const query = { kind: 'query', token: 'v=1~a' } as const;
const path = { kind: 'path', prefix: '/_t/dG9r' } as const;
const ours = 'https://media.example';

describe('carryToken', () => {
  it.each([
    ['seg_1.m4s', 'seg_1.m4s?et=v%3D1~a'],
    ['seg_2.m4s?v=2', 'seg_2.m4s?v=2&et=v%3D1~a'],
    ['seg_2.m4s?et=old&v=2', 'seg_2.m4s?v=2&et=v%3D1~a'],
    ['seg_1.m4s#t=1', 'seg_1.m4s?et=v%3D1~a#t=1'],
    ['/k/a/1.key', '/k/a/1.key?et=v%3D1~a'],
    ['https://media.example/k/a/1.key', 'https://media.example/k/a/1.key?et=v%3D1~a'],
  ])('puts the query token into %s', (uri, expected) => {
    expect(carryToken(uri, query, ours)).toBe(expected);
  });

  it.each([
    ['seg_1.m4s', 'seg_1.m4s'],
    ['/k/a/1.key', '/_t/dG9r/k/a/1.key'],
    ['https://media.example/k/a/1.key', 'https://media.example/_t/dG9r/k/a/1.key'],
  ])('lets %s inherit the path token', (uri, expected) => {
    expect(carryToken(uri, path, ours)).toBe(expected);
  });

  it.each([
    'https://cdn.example/x.m4s',
    '//cdn.example/x',
    'data:text/plain,x',
    'skd://key',
    'https://media.example.evil/x',
  ])('never hands a token to %s', (uri) => {
    expect(carryToken(uri, query, ours)).toBe(uri);
    expect(carryToken(uri, path, ours)).toBe(uri);
  });

  it('takes no absolute URL for ours where no public address is configured', () => {
    expect(carryToken('https://media.example/x', query, '')).toBe('https://media.example/x');
  });

  it('puts the token in exactly once, however often it is carried', () => {
    fc.assert(
      fc.property(fc.webPath(), fc.webQueryParameters(), (uriPath, parameters) => {
        const once = carryToken(`${uriPath}?${parameters}`, query, '');
        expect(carryToken(once, query, '')).toBe(once);
      }),
    );
  });
});

it('writes the prefix of either carriage', () => {
  expect(carriagePrefix(path)).toBe('/_t/dG9r');
  expect(carriagePrefix(query)).toBe('/_t/dj0xfmE');
  expect(carriagePrefix({ kind: 'none' })).toBe('');
});
