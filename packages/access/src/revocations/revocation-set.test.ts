import { describe, expect, it } from 'vitest';
import { type Grant, unbound } from '../grant.ts';
import type { Revocation } from './revocation.ts';
import { createRevocationSet } from './revocation-set.ts';

const grant: Grant = {
  scheme: 'edge-token',
  keyId: 'k1',
  tokenId: 'tk_1',
  subject: 'vw_1',
  resource: { kind: 'paths', assetIds: ['a1', 'a2'], patterns: [] },
  actions: ['read'],
  notBeforeSeconds: 1000,
  expiresAtSeconds: 2000,
  renewableUntilSeconds: null,
  bindings: unbound,
};

const revokes = (revocation: Revocation, changes: Partial<Grant> = {}) =>
  createRevocationSet([revocation]).revokes({ ...grant, ...changes });

describe('a revocation set', () => {
  it.each([
    [{ type: 'token', value: 'tk_1' }, true],
    [{ type: 'token', value: 'tk_2' }, false],
    [{ type: 'embed', value: 'tk_1' }, true],
    [{ type: 'key', value: 'k1' }, true],
    [{ type: 'key', value: 'tk_1' }, false],
    [{ type: 'subject', value: 'vw_1', beforeSeconds: 1001 }, true],
    [{ type: 'subject', value: 'vw_1', beforeSeconds: 1000 }, false],
    [{ type: 'subject', value: 'vw_2', beforeSeconds: 9999 }, false],
    [{ type: 'asset', value: 'a2', beforeSeconds: 1001 }, true],
    [{ type: 'asset', value: 'a2', beforeSeconds: 1000 }, false],
    [{ type: 'asset', value: 'a3', beforeSeconds: 9999 }, false],
  ] satisfies [Revocation, boolean][])('%j: %s', (revocation, isRevoked) => {
    expect(revokes(revocation)).toBe(isRevoked);
  });

  it('counts a grant without a start as issued at 0', () => {
    expect(revokes({ type: 'asset', value: 'a1', beforeSeconds: 1 }, { notBeforeSeconds: null })).toBe(true);
  });

  it('goes by the time of issue where a grant tells it apart from its start', () => {
    const issuedEarly = { issuedAtSeconds: 999, notBeforeSeconds: 5000 };
    expect(revokes({ type: 'asset', value: 'a1', beforeSeconds: 1000 }, issuedEarly)).toBe(true);
    expect(revokes({ type: 'asset', value: 'a1', beforeSeconds: 999 }, issuedEarly)).toBe(false);
  });

  it('reaches tokens for content keys by their asset', () => {
    const resource = { kind: 'content-key', assetId: 'a9' } as const;
    expect(revokes({ type: 'asset', value: 'a9', beforeSeconds: 2000 }, { resource })).toBe(true);
  });

  it('keeps the latest of several for one subject', () => {
    const set = createRevocationSet([
      { type: 'subject', value: 'vw_1', beforeSeconds: 1500 },
      { type: 'subject', value: 'vw_1', beforeSeconds: 500 },
    ]);
    expect(set.revokes(grant)).toBe(true);
  });
});
