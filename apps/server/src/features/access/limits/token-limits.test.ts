import { type Grant, unbound } from '@sluice/access';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTokenLimits, type TokenLimitRules } from './token-limits.ts';

const grantOf = (tokenId: string | null): Grant => ({
  scheme: 'edge-token',
  keyId: 'k1',
  tokenId,
  subject: null,
  resource: { kind: 'paths', assetIds: ['film'], patterns: [] },
  actions: ['read'],
  notBeforeSeconds: null,
  expiresAtSeconds: 1,
  renewableUntilSeconds: null,
  bindings: unbound,
});

function createBench(rules: Partial<TokenLimitRules> = {}) {
  let nowMs = 1_790_000_000_000;
  const told: (readonly [string, number])[] = [];
  const limits = createTokenLimits(
    { requestsPerSecond: 60, burst: 200, alertNetworks: 8, maxNetworks: 0, ...rules },
    { nowMs: () => nowMs },
    (tokenId, networks) => told.push([tokenId, networks]),
  );
  return {
    told,
    /** `ok`, or why it was refused. */
    take: (tokenId: string | null, address = '203.0.113.7') => limits.take(grantOf(tokenId), address)?.reason ?? 'ok',
    refusal: (tokenId: string, address = '203.0.113.7') => limits.take(grantOf(tokenId), address),
    wait: (milliseconds: number) => {
      nowMs += milliseconds;
    },
  };
}

const times = (count: number, take: () => string): string[] => Array.from({ length: count }, take);

describe('the rate of a playback token', () => {
  it('is a burst of 200 and then 60 a second, wherever the requests come from', () => {
    const { take, refusal, wait } = createBench();
    expect(new Set(times(200, () => take('tk_1')))).toEqual(new Set(['ok']));
    expect(refusal('tk_1', '198.51.100.9')).toMatchObject({
      reason: 'rate_limited',
      tokenId: 'tk_1',
      limit: 60,
      retryAfterSeconds: 1,
    });
    wait(1000);
    expect(times(70, () => take('tk_1')).filter((result) => result === 'ok')).toHaveLength(60);
    expect(take('tk_2')).toBe('ok');
  });

  it('never lets more through than burst and rate allow, nor less, however the requests fall', () => {
    const pauses = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(pauses, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 50 }), (steps, burst, rate) => {
        const { take, wait } = createBench({ burst, requestsPerSecond: rate });
        let level = burst;
        for (const step of steps) {
          wait(step);
          level = Math.min(burst, level + (step * rate) / 1000);
          const isThere = level >= 1 - 1e-6;
          expect(take('tk_1')).toBe(isThere ? 'ok' : 'rate_limited');
          if (isThere) level--;
        }
      }),
    );
  });

  it('is that of each address where a whole page shares one embed token', () => {
    const { take } = createBench({ burst: 2 });
    expect(times(3, () => take('et_1'))).toEqual(['ok', 'ok', 'rate_limited']);
    expect(take('et_1', '203.0.113.8')).toBe('ok');
  });

  it('can be switched off, and is none for what has no id', () => {
    const off = createBench({ requestsPerSecond: 0, burst: 1 });
    expect(new Set(times(50, () => off.take('tk_1')))).toEqual(new Set(['ok']));
    const { take } = createBench({ burst: 1 });
    expect(new Set(times(50, () => take(null)))).toEqual(new Set(['ok']));
  });
});

describe('the networks of a playback token', () => {
  const address = (network: number, host = 1): string => `10.0.${network}.${host}`;

  it('are told of once, at the eighth', () => {
    const { take, told } = createBench();
    for (let network = 0; network < 7; network++) for (const host of [1, 2, 3]) take('tk_1', address(network, host));
    expect(told).toEqual([]);
    for (let network = 5; network < 20; network++) take('tk_1', address(network));
    expect(told).toEqual([['tk_1', 8]]);
  });

  it('are not more than allowed: the first ones stay, further ones are refused', () => {
    const { take } = createBench({ maxNetworks: 2 });
    expect([take('tk_1', address(1)), take('tk_1', '2001:db8::1')]).toEqual(['ok', 'ok']);
    expect([take('tk_1', address(3)), take('tk_1', address(3))]).toEqual(['token_shared', 'token_shared']);
    expect([take('tk_1', address(1, 200)), take('tk_1', '2001:db8::ffff')]).toEqual(['ok', 'ok']);
    expect(take('tk_2', address(3))).toBe('ok');
  });

  it('are not counted for an embed token, which is everybody’s', () => {
    const { take, told } = createBench({ maxNetworks: 1 });
    for (let network = 0; network < 20; network++) expect(take('et_1', address(network))).toBe('ok');
    expect(told).toEqual([]);
  });

  it('do not use up the rate when they are refused', () => {
    const { take } = createBench({ maxNetworks: 1, burst: 2 });
    take('tk_1', address(1));
    times(10, () => take('tk_1', address(2)));
    expect(take('tk_1', address(1))).toBe('ok');
  });
});
