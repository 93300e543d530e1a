/** How often, and for how long, a call that may be repeated is tried. */
export interface RetryPolicy {
  /** All tries together, the first included. */
  readonly attempts: number;
  /** The longest wait before the first repetition; it doubles with each further one. */
  readonly baseMs: number;
  /** The longest wait of all. */
  readonly mostMs: number;
  /** No try begins later than this after the first. */
  readonly wholeMs: number;
}

/**
 * How long to wait before the next try, or null to give up: any time up to a bound that doubles (“full jitter”), so that
 * many who failed together do not come back together.
 * @param random - from 0 to below 1
 */
export function planRetry(policy: RetryPolicy, failures: number, elapsedMs: number, random: number): number | null {
  if (failures >= policy.attempts) return null;
  const waitMs = Math.floor(random * Math.min(policy.mostMs, policy.baseMs * 2 ** (failures - 1)));
  return elapsedMs + waitMs < policy.wholeMs ? waitMs : null;
}
