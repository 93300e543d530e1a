import { formatPathPattern, type Grant, parsePathPattern, unbound } from '@sluice/access';
import { describe, expect, it } from 'vitest';
import { childGrant } from './child-grant.ts';

const now = 1_777_032_108;
const grantOf = (paths: readonly string[], assetIds: readonly string[], changes: Partial<Grant> = {}): Grant => ({
  scheme: 'edge-jwt',
  keyId: 'k1',
  tokenId: 'tk_1',
  subject: 'vw_1',
  resource: {
    kind: 'paths',
    assetIds,
    patterns: paths.map(parsePathPattern).filter((pattern) => pattern !== null),
  },
  actions: ['read'],
  notBeforeSeconds: now,
  expiresAtSeconds: now + 600,
  renewableUntilSeconds: null,
  bindings: unbound,
  ...changes,
});
const admission = { assetId: 'film', asset: null, nowSeconds: now };
const pathsOf = ({ resource }: Grant): readonly string[] =>
  resource.kind === 'paths' ? resource.patterns.map(formatPathPattern) : [];

describe('childGrant', () => {
  it('keeps what a token says of its one asset', () => {
    const grant = grantOf(['/v/film/*', '/k/film/1.key'], ['film']);
    expect(childGrant(grant, admission)).toEqual(grant);
  });

  it('leaves out other assets, and narrows what is wider than one', () => {
    const child = childGrant(grantOf(['/v/film/*', '/v/other/*', '/k/*', '/v/film2/x'], ['film', 'other']), admission);
    expect(pathsOf(child)).toEqual(['/v/film/*', '/k/film/*']);
    expect(child.resource).toMatchObject({ assetIds: ['film'] });
  });

  it('gives the children of an embed token a beginning and an end', () => {
    const embed = { scheme: 'embed-token', notBeforeSeconds: null, issuedAtSeconds: now - 90 } as const;
    const endless = childGrant(grantOf(['/v/film/*'], ['film'], { ...embed, expiresAtSeconds: null }), admission);
    expect(endless).toMatchObject({ notBeforeSeconds: now, expiresAtSeconds: now + 3600, tokenId: 'tk_1' });
    const brief = childGrant(grantOf(['/v/film/*'], ['film'], { ...embed, expiresAtSeconds: now + 60 }), admission);
    expect(brief.expiresAtSeconds).toBe(now + 60);
  });
});
