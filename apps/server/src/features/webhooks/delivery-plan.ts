/** Waits after the first, second, third and fourth attempt that failed (Vylux contract §10). */
const WAITS_MS = [1000, 2000, 4000, 8000] as const;

/** How one attempt at a callback ended. */
export interface AttemptOutcome {
  /** Null when there was no whole answer. */
  readonly statusCode: number | null;
  /** Why there was none. */
  readonly error: string | null;
}

/** What follows an attempt. */
export type NextStep =
  | { readonly status: 'sent' | 'failed' }
  /** Milliseconds until the next attempt. */
  | { readonly status: 'pending'; readonly waitMs: number };

/** Any 2xx delivers; a redirect does not. `attempts` counts those made, the one with this outcome included. */
export function decideNextStep({ statusCode }: AttemptOutcome, attempts: number): NextStep {
  if (statusCode !== null && statusCode >= 200 && statusCode < 300) return { status: 'sent' };
  const waitMs = WAITS_MS[attempts - 1];
  return waitMs === undefined ? { status: 'failed' } : { status: 'pending', waitMs };
}
