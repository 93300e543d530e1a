import { dropOldest } from '../../../platform/drop-oldest.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Allowance } from './allowance.ts';

/** Counts the calls of each caller, in this process. */
export interface TokenBucket {
  /** True while the caller is within the allowance; only then the call counts. */
  take(caller: string): boolean;
}

interface Level {
  readonly tokens: number;
  readonly atMs: number;
}

/** Longest list of callers that is kept; beyond it the one that was longest silent starts anew. */
const MAX_CALLERS = 100_000;

export function createTokenBucket(clock: Clock, { burst, perMinute }: Allowance): TokenBucket {
  const levels = new Map<string, Level>();
  const perMs = perMinute / 60_000;

  function levelOf(caller: string): number {
    const known = levels.get(caller);
    return known === undefined ? burst : Math.min(burst, known.tokens + (clock.nowMs() - known.atMs) * perMs);
  }

  function take(caller: string): boolean {
    const level = levelOf(caller);
    if (level < 1) return false;
    levels.delete(caller);
    levels.set(caller, { tokens: level - 1, atMs: clock.nowMs() });
    dropOldest(levels, MAX_CALLERS);
    return true;
  }

  return { take };
}
