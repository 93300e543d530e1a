import { describe, expect, it } from 'vitest';
import { type Grant, unbound } from '../grant.ts';
import { isFeedStaleFor } from './feed-staleness.ts';

const now = 10_000;
const plain: Grant = {
  scheme: 'edge-token',
  keyId: 'k1',
  tokenId: 'tk_1',
  subject: null,
  resource: { kind: 'paths', assetIds: ['a1'], patterns: [] },
  actions: ['read'],
  notBeforeSeconds: null,
  expiresAtSeconds: now + 300,
  renewableUntilSeconds: null,
  bindings: unbound,
};
const renewable = { ...plain, renewableUntilSeconds: now + 300 };

describe('an edge that has lost its feed', () => {
  it('serves everything for 60 seconds', () => {
    expect(isFeedStaleFor(renewable, now - 59, now)).toBe(false);
    expect(isFeedStaleFor(renewable, now - 60, now)).toBe(true);
    expect(isFeedStaleFor(renewable, now - 61, now)).toBe(true);
  });

  it.each([
    ['a plain token that ends within 300 seconds', plain, false],
    ['a plain token that ends later', { ...plain, expiresAtSeconds: now + 301 }, true],
    ['a token without an end', { ...plain, expiresAtSeconds: null }, true],
    ['a renewable token', renewable, true],
    ['a token made from an embed token', { ...plain, tokenId: 'et_1' }, true],
    ['a signed address without an id', { ...plain, tokenId: null }, false],
  ])('then decides for %s', (_what, grant, isStale) => {
    expect(isFeedStaleFor(grant, now - 3600, now)).toBe(isStale);
  });

  it('serves nothing before it has heard anything, or without a clock', () => {
    expect(isFeedStaleFor(plain, null, now)).toBe(true);
    expect(isFeedStaleFor(renewable, now, Number.NaN)).toBe(true);
  });
});
