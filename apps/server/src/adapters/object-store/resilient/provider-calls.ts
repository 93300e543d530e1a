import { SluiceError } from '../../../ports/sluice-error.ts';
import { admitCall, type Breaker, closedBreaker, settleCall } from './circuit-breaker.ts';
import { planRetry } from './plan-retry.ts';
import { isFailureOf, outcomeOf, providerAway, tooSlow, withProvider } from './provider-errors.ts';
import type { Resilience } from './resilience.ts';
import { pause, waitFor } from './wait-for.ts';

/** Told whenever the circuit of a provider changes. */
export type ObserveBreaker = (state: Breaker['state'], cause: unknown) => void;

/** One try of a call. `failuresBefore`: how many of the same call went before it. */
export type Try<T> = (failuresBefore: number) => Promise<T>;

export interface TryLimits<T> {
  /** Absent: the adapter alone bounds it, as an upload that goes on for hours. */
  readonly timeoutMs?: number;
  /** What to do with an answer that comes too late. */
  readonly discard?: (late: T) => void;
}

/** Calls of one provider, through its circuit. */
export interface ProviderCalls {
  /** One try. Rejects with the provider named in the error. */
  once<T>(work: () => Promise<T>, limits?: TryLimits<T>): Promise<T>;
  /** As many tries as the policy allows: only for what may be done twice. */
  repeat<T>(work: Try<T>, limits?: TryLimits<T>): Promise<T>;
  /** Waits for another try, or throws `error` where there is none; it was `failures` tries since `sinceMs`. */
  beforeRetry(error: unknown, failures: number, sinceMs: number): Promise<void>;
  /** Counts a failure in the middle of a body. */
  noteBroken(error: unknown): void;
  readonly idleMs: number;
  readonly firstByteMs: number;
}

export function createProviderCalls(
  provider: string,
  resilience: Resilience,
  observe: ObserveBreaker,
  random: () => number = Math.random,
): ProviderCalls {
  const { retry, breaker: policy, firstByteMs, idleMs } = resilience;
  let breaker = closedBreaker;
  let lastFailure: unknown;

  function change(next: Breaker): void {
    const isOther = next.state !== breaker.state;
    breaker = next;
    if (isOther) observe(next.state, next.state === 'closed' ? undefined : lastFailure);
  }

  function settle(kind: 'call' | 'probe', error?: unknown): void {
    const outcome = error === undefined ? 'answered' : outcomeOf(provider, error);
    if (outcome === 'failed') lastFailure = error;
    change(settleCall(breaker, { kind, outcome }, performance.now(), policy));
  }

  async function once<T>(work: () => Promise<T>, { timeoutMs, discard }: TryLimits<T> = {}): Promise<T> {
    const admission = admitCall(breaker, performance.now(), policy);
    change(admission.breaker);
    if (admission.kind === 'refused') throw providerAway(provider, admission.waitMs, lastFailure);
    try {
      const value = await (timeoutMs === undefined
        ? work()
        : waitFor(timeoutMs, work(), () => tooSlow(timeoutMs), discard));
      settle(admission.kind);
      return value;
    } catch (error) {
      settle(admission.kind, error ?? new Error('The call failed without a reason.'));
      throw error instanceof SluiceError ? withProvider(provider, error) : error;
    }
  }

  async function beforeRetry(error: unknown, failures: number, sinceMs: number): Promise<void> {
    const waitMs = planRetry(retry, failures, performance.now() - sinceMs, random());
    // A circuit that is open gives the answer at once.
    if (waitMs === null || breaker.state !== 'closed') throw withProvider(provider, error);
    await pause(waitMs);
  }

  return {
    once,
    async repeat(work, limits) {
      const sinceMs = performance.now();
      for (let failures = 0; ; failures++) {
        try {
          return await once(() => work(failures), limits);
        } catch (error) {
          if (!isFailureOf(provider, error)) throw error;
          await beforeRetry(error, failures + 1, sinceMs);
        }
      }
    },
    beforeRetry,
    noteBroken: (error) => settle('call', withProvider(provider, error)),
    idleMs,
    firstByteMs,
  };
}
