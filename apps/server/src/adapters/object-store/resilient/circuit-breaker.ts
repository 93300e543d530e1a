/** When a provider counts as away. */
export interface BreakerPolicy {
  /** So many failures in a row, within the window, open the circuit; 0 never opens it. */
  readonly failures: number;
  readonly windowMs: number;
  /** How long an open circuit lets nothing through before it tries once. */
  readonly pauseMs: number;
}

/**
 * `closed`: everything goes through. `open`: nothing does, until the pause is over. `half-open`: one call is out to see
 * whether the provider is back; should nothing be heard of it, another may go after the same pause.
 */
export type Breaker =
  | { readonly state: 'closed'; readonly failedAtMs: readonly number[] }
  | { readonly state: 'open'; readonly untilMs: number }
  | { readonly state: 'half-open'; readonly probeUntilMs: number };

/** `answered`: the provider said something, whatever it was. `neutral`: says nothing about the provider. */
export type Outcome = 'answered' | 'failed' | 'neutral';

/** What became of asking for a call: a probe decides about the circuit, another call does not while it is open. */
export type Admission =
  | { readonly kind: 'call' | 'probe'; readonly breaker: Breaker }
  | { readonly kind: 'refused'; readonly breaker: Breaker; readonly waitMs: number };

export const closedBreaker: Breaker = { state: 'closed', failedAtMs: [] };

const opened = (nowMs: number, { pauseMs }: BreakerPolicy): Breaker => ({ state: 'open', untilMs: nowMs + pauseMs });

/** Whether a call may go to the provider now. */
export function admitCall(breaker: Breaker, nowMs: number, { pauseMs }: BreakerPolicy): Admission {
  if (breaker.state === 'closed') return { kind: 'call', breaker };
  const untilMs = breaker.state === 'open' ? breaker.untilMs : breaker.probeUntilMs;
  if (nowMs < untilMs) return { kind: 'refused', breaker, waitMs: untilMs - nowMs };
  return { kind: 'probe', breaker: { state: 'half-open', probeUntilMs: nowMs + pauseMs } };
}

/** The circuit after a call. Late news of a call from before it opened changes nothing: the probe decides. */
export function settleCall(
  breaker: Breaker,
  call: { readonly kind: 'call' | 'probe'; readonly outcome: Outcome },
  nowMs: number,
  policy: BreakerPolicy,
): Breaker {
  const { kind, outcome } = call;
  if (breaker.state === 'closed') return settleClosed(breaker.failedAtMs, outcome, nowMs, policy);
  if (kind === 'call') return breaker;
  if (outcome === 'answered') return closedBreaker;
  if (breaker.state === 'open') return breaker;
  return outcome === 'failed' ? opened(nowMs, policy) : { state: 'open', untilMs: nowMs };
}

function settleClosed(failedAtMs: readonly number[], outcome: Outcome, nowMs: number, policy: BreakerPolicy): Breaker {
  if (outcome === 'answered') return closedBreaker;
  if (outcome === 'neutral' || policy.failures === 0) return { state: 'closed', failedAtMs };
  const recent = [...failedAtMs.filter((atMs) => nowMs - atMs < policy.windowMs), nowMs];
  return recent.length >= policy.failures ? opened(nowMs, policy) : { state: 'closed', failedAtMs: recent };
}
