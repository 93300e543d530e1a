import { RecentEntries, type RefusalReason } from '@sluice/access';
import { clientKey } from '../../../platform/client-network.ts';
import { dropOldest } from '../../../platform/drop-oldest.ts';
import type { Clock } from '../../../ports/clock.ts';
import { type LimitRefusal, limitRefusal } from './limit-refusal.ts';

/** When an address is refused whatever it asks (edge access §17). */
export interface DenialRules {
  /** Denials within ten seconds that block; 0 never blocks. */
  readonly denials: number;
  readonly blockSeconds: number;
  /** Whether an address speaks for others: a trusted proxy is never blocked. */
  readonly isProxy: (address: string) => boolean;
}

/** Counts denials by client address, in this process. */
export interface DeniedAddresses {
  /** Null unless the address is blocked. Takes no time while nobody is. */
  refusalOf(address: string): LimitRefusal | null;
  /** True when this denial blocks the address. */
  count(address: string, reason: RefusalReason): boolean;
}

const WINDOW_MS = 10_000;
/** Addresses whose denials are remembered for certain. */
const MAX_ADDRESSES = 50_000;
/** Addresses that are blocked at once; beyond it the earliest goes free. */
const MAX_BLOCKED = 10_000;

/**
 * Not counted: what a good token is refused for because of time or use, since a class room behind one address may hold
 * dozens whose token just ended, and what is not the client's fault. Neither is a refusal by a limit, which would feed
 * itself.
 */
const uncounted: ReadonlySet<RefusalReason> = new Set([
  'token_expired',
  'token_not_yet_valid',
  'token_shared',
  'rate_limited',
  'edge_stale',
]);

interface DenialCount {
  sinceMs: number;
  denials: number;
}

export function createDeniedAddresses({ denials, blockSeconds, isProxy }: DenialRules, clock: Clock): DeniedAddresses {
  const counts = new RecentEntries<DenialCount>(MAX_ADDRESSES);
  const blockedUntilMs = new Map<string, number>();

  function entryOf(key: string, nowMs: number): DenialCount {
    const known = counts.get(key);
    if (known !== undefined) return known;
    const entry = { sinceMs: nowMs, denials: 0 };
    counts.add(key, entry);
    return entry;
  }

  function block(key: string): void {
    blockedUntilMs.set(key, clock.nowMs() + blockSeconds * 1000);
    dropOldest(blockedUntilMs, MAX_BLOCKED);
  }

  return {
    refusalOf(address) {
      if (blockedUntilMs.size === 0) return null;
      const key = clientKey(address);
      const untilMs = blockedUntilMs.get(key);
      if (untilMs === undefined) return null;
      const waitMs = untilMs - clock.nowMs();
      if (waitMs > 0) return limitRefusal(null, denials, waitMs);
      blockedUntilMs.delete(key);
      return null;
    },
    count(address, reason) {
      if (denials === 0 || address === '' || uncounted.has(reason)) return false;
      const key = clientKey(address);
      const nowMs = clock.nowMs();
      const entry = entryOf(key, nowMs);
      if (nowMs - entry.sinceMs >= WINDOW_MS) {
        entry.sinceMs = nowMs;
        entry.denials = 0;
      }
      entry.denials++;
      if (entry.denials !== denials || isProxy(address)) return false;
      block(key);
      return true;
    },
  };
}
