/** Waits after the first, second, third and fourth attempt that failed (Vylux contract §10). */
const WAITS_MS = [1000, 2000, 4000, 8000] as const;

const SECOND_MS = 1000;
const LONGEST_WAIT_MS = 2 * 3600 * SECOND_MS;

/**
 * Waits between the attempts at an event: five seconds, twice as long each time, two hours at most, and a little more
 * than 24 hours altogether (Mux contract §13.1).
 */
const EVENT_WAITS_MS = Array.from({ length: 22 }, (_, made) => Math.min(5 * SECOND_MS * 2 ** made, LONGEST_WAIT_MS));

const waitsOf = { job: WAITS_MS, event: EVENT_WAITS_MS } as const satisfies Record<string, readonly number[]>;

/** What is told: the end of a job, or an event of an environment. */
export type ToldKind = keyof typeof waitsOf;

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
export function decideNextStep({ statusCode }: AttemptOutcome, attempts: number, kind: ToldKind = 'job'): NextStep {
  if (statusCode !== null && statusCode >= 200 && statusCode < 300) return { status: 'sent' };
  const waitMs = waitsOf[kind][attempts - 1];
  return waitMs === undefined ? { status: 'failed' } : { status: 'pending', waitMs };
}
