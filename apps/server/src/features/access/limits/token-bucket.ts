import type { Clock } from '../../../ports/clock.ts';
import { SluiceError } from '../../../ports/sluice-error.ts';

/** How much one caller may ask. */
export interface Allowance {
  /** Calls at once. */
  readonly burst: number;
  readonly perMinute: number;
}

/** Counts the calls of each caller, in this process. */
export interface TokenBucket {
  /** True while the caller is within the allowance; only then the call counts. */
  take(caller: string): boolean;
  /** As {@link take}, but throws a 429 that says when to come back (edge access §17). */
  require(caller: string): void;
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
    const [oldest] = levels.keys();
    if (levels.size > MAX_CALLERS && oldest !== undefined) levels.delete(oldest);
    return true;
  }

  function tooMany(caller: string): SluiceError {
    const retryAfterSeconds = Math.max(1, Math.ceil((1 - levelOf(caller)) / perMs / 1000));
    return new SluiceError('access/rate-limited', {
      status: 429,
      message: 'Too many requests.',
      details: { retryAfterSeconds, rateLimit: { limit: perMinute, remaining: 0, resetSeconds: retryAfterSeconds } },
    });
  }

  return {
    take,
    require: (caller) => {
      if (!take(caller)) throw tooMany(caller);
    },
  };
}
