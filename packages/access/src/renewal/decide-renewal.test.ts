import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edgeTokenOrder as someOrder } from '../../test/arbitraries.ts';
import { MacKey } from '../crypto/mac-key.ts';
import { webCrypto } from '../crypto/web-crypto.ts';
import { type Grant, unbound } from '../grant.ts';
import { macKeyRecord } from '../keys/key-record.ts';
import { KeyRing } from '../keys/key-ring.ts';
import { assetPatterns } from '../path/asset-patterns.ts';
import { createRevocationSet, noRevocations } from '../revocations/revocation-set.ts';
import { edgeJwtClaims, issueEdgeJwt, verifyEdgeJwt } from '../schemes/edge-jwt.ts';
import { edgeTokenOrder, issueEdgeToken } from '../schemes/issue-edge-token.ts';
import { verifyEdgeToken } from '../schemes/verify-edge-token.ts';
import { decideRenewal } from './decide-renewal.ts';

const crypto = webCrypto();
const nobody = { clientAddress: null, origin: null, referer: null, userAgent: null };
const grant: Grant = {
  scheme: 'edge-token',
  keyId: 'k1',
  tokenId: 'tk_1',
  subject: 'vw_1',
  resource: { kind: 'paths', assetIds: ['a1', 'a2', 'a3'], patterns: ['a1', 'a2', 'a3'].flatMap(patternsOf) },
  actions: ['read'],
  notBeforeSeconds: 1000,
  expiresAtSeconds: 2000,
  renewableUntilSeconds: 5000,
  bindings: unbound,
};

function patternsOf(assetId: string) {
  return assetPatterns(assetId) ?? [];
}

const outcome = (now: number, changes: Partial<Grant> = {}, revocations = noRevocations) => {
  const renewal = decideRenewal({ ...grant, ...changes }, nobody, 1000, now, revocations);
  return renewal.ok ? renewal.grant.expiresAtSeconds : renewal.reason;
};

describe('renewing', () => {
  it('counts from now, so that renewing often adds nothing', () => {
    expect(outcome(1500)).toBe(2500);
    expect(outcome(1500, { expiresAtSeconds: 4000 })).toBe(2500);
  });

  it('is possible until a minute after the end', () => {
    expect(outcome(2059)).toBe(3059);
    expect(outcome(2060)).toBe('token_expired');
    expect(outcome(994)).toBe('token_not_yet_valid');
  });

  it('stops at the ceiling', () => {
    const late = { expiresAtSeconds: 5000 };
    expect(outcome(4500, late)).toBe(5000);
    expect(outcome(4999, late)).toBe(5000);
    expect(outcome(5000, late)).toBe('renewal_ceiling');
    expect(outcome(1500, { renewableUntilSeconds: null })).toBe('not_renewable');
  });

  it('is refused for what would be refused to play, before anything else is told', () => {
    const fixed = { renewableUntilSeconds: null };
    expect(outcome(1500, fixed, createRevocationSet([{ type: 'token', value: 'tk_1' }]))).toBe('token_revoked');
    expect(outcome(1500, fixed, { revokes: () => false, isStaleFor: () => true })).toBe('edge_stale');
    expect(outcome(1500, { ...fixed, bindings: { ...unbound, userAgent: '0123456789abcdef' } })).toBe('ua_mismatch');
    expect(outcome(Number.NaN)).toBe('token_not_yet_valid');
  });

  it('changes nothing but times', () => {
    const renewal = decideRenewal(grant, nobody, 1000, 1500, noRevocations);
    const times = { notBeforeSeconds: 1500, issuedAtSeconds: 1500, expiresAtSeconds: 2500 };
    expect(renewal).toEqual({ ok: true, grant: { ...grant, ...times } });
  });
});

describe('a renewed grant', () => {
  it('is an edge token again that says the same', async () => {
    const key = macKeyRecord('edge-hmac', 'k2', new MacKey(new Uint8Array(32).fill(1)));
    await fc.assert(
      fc.asyncProperty(someOrder, async (order) => {
        const first = await verifyEdgeToken(crypto, new KeyRing([key]), await issueEdgeToken(crypto, key, order));
        if (!first.ok) throw new Error(first.reason);
        const again = await issueEdgeToken(crypto, key, edgeTokenOrder(first.grant));
        expect(again).toBe(await issueEdgeToken(crypto, key, order));
      }),
      { numRuns: 30 },
    );
  });

  it('is a JWT again, even when it opens more than a JWT could name', async () => {
    const key = macKeyRecord('edge-jwt-sym', 'j2', new MacKey(new Uint8Array(32).fill(2)));
    const renewal = decideRenewal({ ...grant, scheme: 'edge-jwt' }, nobody, 1000, 1500, noRevocations);
    if (!renewal.ok) throw new Error(renewal.reason);
    const token = await issueEdgeJwt(crypto, key, edgeJwtClaims(renewal.grant, 'https://a.test'));
    const verified = await verifyEdgeJwt(crypto, new KeyRing([key]), 'https://a.test', token);
    if (!verified.ok) throw new Error(verified.reason);
    const { tokenId, expiresAtSeconds, renewableUntilSeconds } = renewal.grant;
    expect(verified.grant).toMatchObject({ tokenId, expiresAtSeconds, renewableUntilSeconds });
    expect(JSON.stringify(verified.grant.resource)).toBe(JSON.stringify(grant.resource));
  });

  it('cannot become a token that could not say it', () => {
    for (const changes of [{ tokenId: null }, { expiresAtSeconds: null }]) {
      expect(() => edgeTokenOrder({ ...grant, ...changes })).toThrow(RangeError);
      expect(() => edgeJwtClaims({ ...grant, ...changes }, 'i')).toThrow(RangeError);
    }
    expect(() => edgeTokenOrder(grant)).toThrow('exactly one asset');
    expect(() => edgeJwtClaims({ ...grant, subject: null }, 'i')).toThrow(RangeError);
  });
});
