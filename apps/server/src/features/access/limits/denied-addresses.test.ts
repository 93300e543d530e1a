import type { RefusalReason } from '@sluice/access';
import { describe, expect, it } from 'vitest';
import { createDeniedAddresses } from './denied-addresses.ts';

function createBench(denials = 3) {
  let nowMs = 1_790_000_000_000;
  const isProxy = (address: string): boolean => address === '10.0.0.1';
  const addresses = createDeniedAddresses({ denials, blockSeconds: 60, isProxy }, { nowMs: () => nowMs });
  return {
    addresses,
    wait: (seconds: number) => {
      nowMs += seconds * 1000;
    },
    deny: (address: string, count: number, reason: RefusalReason = 'token_invalid') =>
      Array.from({ length: count }, () => addresses.count(address, reason)).lastIndexOf(true),
  };
}

const viewer = '203.0.113.7';

describe('an address that is refused again and again', () => {
  it('is blocked by the last of so many denials within ten seconds, for a minute', () => {
    const { addresses, deny, wait } = createBench();
    expect(deny(viewer, 2)).toBe(-1);
    wait(9);
    expect(addresses.refusalOf(viewer)).toBeNull();
    expect(deny(viewer, 1)).toBe(0);
    expect(addresses.refusalOf(viewer)).toMatchObject({ reason: 'rate_limited', tokenId: null, retryAfterSeconds: 60 });
    expect(addresses.refusalOf('203.0.113.8')).toBeNull();
    wait(59.5);
    expect(addresses.refusalOf(viewer)).toMatchObject({ retryAfterSeconds: 1 });
    wait(0.5);
    expect(addresses.refusalOf(viewer)).toBeNull();
    expect(deny(viewer, 3)).toBe(2);
  });

  it('is not blocked when its denials lie further apart', () => {
    const { addresses, deny, wait } = createBench();
    for (let round = 0; round < 20; round++) {
      expect(deny(viewer, 2)).toBe(-1);
      wait(10);
    }
    expect(addresses.refusalOf(viewer)).toBeNull();
  });

  it('is not blocked for tokens that merely ended, for limits, or for what is our own fault', () => {
    const { addresses, deny } = createBench();
    for (const reason of [
      'token_expired',
      'token_not_yet_valid',
      'token_shared',
      'rate_limited',
      'edge_stale',
    ] as const) {
      expect(deny(viewer, 50, reason)).toBe(-1);
    }
    expect(addresses.refusalOf(viewer)).toBeNull();
  });

  it('counts as its /64 with IPv6, where a client has them all', () => {
    const { addresses, deny } = createBench();
    deny('2001:db8::1', 2);
    deny('2001:db8::2', 1);
    expect(addresses.refusalOf('2001:db8::3')).not.toBeNull();
    expect(addresses.refusalOf('2001:db8:0:1::3')).toBeNull();
  });

  it('is never a proxy of ours, nor an address that nobody told', () => {
    const { addresses, deny } = createBench();
    expect([deny('10.0.0.1', 50), deny('', 50)]).toEqual([-1, -1]);
    deny(viewer, 3);
    expect([addresses.refusalOf('10.0.0.1'), addresses.refusalOf('')]).toEqual([null, null]);
  });

  it('never is with a limit of 0', () => {
    const { deny } = createBench(0);
    expect(deny(viewer, 500)).toBe(-1);
  });

  it('stays one of at most ten thousand', () => {
    const { addresses, deny } = createBench(1);
    for (let host = 0; host < 10_001; host++) deny(`10.${host >> 16}.${(host >> 8) & 255}.${host & 255}x`, 1);
    expect(addresses.refusalOf('10.0.0.0x')).toBeNull();
    expect(addresses.refusalOf('10.0.39.16x')).not.toBeNull();
  });
});
