import type { BreakerPolicy } from './circuit-breaker.ts';
import type { RetryPolicy } from './plan-retry.ts';

/** How long to wait for a remote store, and how often to try. */
export interface Resilience {
  readonly retry: RetryPolicy;
  readonly breaker: BreakerPolicy;
  /** The longest wait for the beginning of an answer, connecting included. */
  readonly firstByteMs: number;
  /** The longest silence in the middle of an answer. */
  readonly idleMs: number;
}
