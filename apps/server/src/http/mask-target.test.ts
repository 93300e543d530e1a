import { expect, it } from 'vitest';
import { maskTarget } from './mask-target.ts';

it.each([
  ['/v/a/x.m4s?et=v%3D1~sig', '/v/a/x.m4s?et=***'],
  ['/v/a/x.m4s?a=1&et=secret&b=2', '/v/a/x.m4s?a=1&et=***&b=2'],
  ['/v/a/x.m4s?%65t=secret', '/v/a/x.m4s?%65t=***'],
  ['/v/a/x.m4s?et=one&et=two', '/v/a/x.m4s?et=***&et=***'],
  ['/_t/c2VjcmV0/v/a/x', '/_t/***/v/a/x'],
  ['/_t/c2VjcmV0', '/_t/***'],
  ['/embed/emb_secret', '/embed/***'],
  ['/api/jobs?set=1', '/api/jobs?set=1'],
])('masks %s as %s', (target, masked) => {
  expect(maskTarget(target)).toBe(masked);
});
