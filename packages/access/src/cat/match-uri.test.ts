import { describe, expect, it } from 'vitest';
import type { CborValue } from './cbor.ts';
import { matchesUri } from './match-uri.ts';

const uri = 'https://edge.example.com:8443/v/a/seg.m4s?v=2';
const [scheme, host, port, path, query, extension] = [0, 1, 2, 3, 4, 8];
const [exact, prefix, suffix, contains, regex, sha256] = [0, 1, 2, 3, 4, -1];
const inFolder: readonly [number, CborValue] = [path, new Map([[prefix, '/v/a/']])];

function matches(entries: readonly (readonly [number, CborValue])[], asked = uri): boolean {
  return matchesUri(new Map(entries), asked);
}

describe('matching the URI of a request', () => {
  it.each([
    [path, exact, '/v/a/seg.m4s', '/v/a/seg'],
    [path, prefix, '/v/a/', '/v/b/'],
    [path, suffix, '.m4s', '.mp4'],
    [path, contains, '/a/', '/b/'],
    [path, regex, '/v/[a-c]/.*', '/v/a'],
    [path, regex, '/v/.*', '/(v)/.*'],
  ])('compares part %i in way %i', (part, way, right, wrong) => {
    expect(matches([[part, new Map([[way, right]])]])).toBe(true);
    expect(matches([[part, new Map([[way, wrong]])]])).toBe(false);
  });

  it.each([
    [scheme, 'https', 'http'],
    [host, 'edge.example.com', 'example.com'],
    [port, '8443', '443'],
    [query, 'v=2', 'v'],
  ])('knows part %i', (part, right, wrong) => {
    expect(matches([inFolder, [part, new Map([[exact, right]])]])).toBe(true);
    expect(matches([inFolder, [part, new Map([[exact, wrong]])]])).toBe(false);
  });

  it('wants every comparison of every part', () => {
    const both = (end: string) =>
      matches([
        [
          path,
          new Map([
            [prefix, '/v/a/'],
            [suffix, end],
          ]),
        ],
      ]);
    expect([both('.m4s'), both('.mp4')]).toEqual([true, false]);
  });

  it('takes the port that a scheme stands for, and hosts in any case', () => {
    const at = (entries: readonly (readonly [number, string])[], asked: string) =>
      matches([inFolder, ...entries.map(([part, text]) => [part, new Map([[exact, text]])] as const)], asked);
    expect(at([[port, '443']], 'https://a.test/v/a/x')).toBe(true);
    expect(at([[port, '80']], 'http://a.test/v/a/x')).toBe(true);
    expect(at([[host, 'a.test']], 'https://A.Test/v/a/x')).toBe(true);
  });

  it.each([
    ['a part that it does not know', [inFolder, [extension, new Map([[exact, '.m4s']])]]],
    ['a comparison that it does not know', [[path, new Map([[sha256, new Uint8Array(32)]])]]],
    ['a value that is no text', [[path, new Map([[prefix, 7]])]]],
    ['a part without a comparison', [[path, new Map()]]],
    ['a part that is no map', [[path, '/v/a/']]],
    ['no path', [[host, new Map([[exact, 'edge.example.com']])]]],
    ['nothing', []],
  ] satisfies [string, (readonly [number, CborValue])[]][])('does not match %s', (_what, entries) => {
    expect(matches(entries)).toBe(false);
  });

  it.each([
    '/v/a/x',
    'https://user@edge.example.com/v/a/x',
    'https:///v/a/x',
    `https://a.test/v/a/${'x'.repeat(8192)}`,
  ])('does not read %s', (asked) => {
    expect(matches([inFolder], asked)).toBe(false);
  });
});
