import type { Clock } from '../ports/clock.ts';

/** Calls that are worth telling wait for so long: a bound on how far a caller may get beyond the limit. */
const TELL_AFTER_MS = 1000;
/** Callers that are told of at a time. */
const MAX_TOLD = 1000;
/** Longest list of callers that is kept; beyond it the window starts anew, which only ever lets more through. */
const MAX_CALLERS = 100_000;

/** Adds calls in a minute of Unix time to those of all processes; the answer is what these are now, by caller. */
export type TellCalls = (
  scope: string,
  minute: number,
  calls: ReadonlyMap<string, number>,
) => Promise<ReadonlyMap<string, number>>;

export interface SharedWindowOptions {
  readonly clock: Clock;
  readonly scope: string;
  readonly limitPerMinute: number;
  readonly tellCalls: TellCalls;
  /** Told that processes could not tell each other: each counts for itself meanwhile. */
  readonly reportFailure: (error: unknown) => void;
  /** Once aborted, nothing more is told. */
  readonly signal: AbortSignal;
}

interface Count {
  own: number;
  /** How many of them the others know of. */
  told: number;
  others: number;
}

/**
 * Counts calls in windows of 60 s aligned to the Unix minute, in all processes together but without asking anybody: each
 * tells the others once a second, in one statement, what it counted, and learns what they did.
 */
export function createSharedWindow(options: SharedWindowOptions) {
  const { clock, scope, limitPerMinute, tellCalls, reportFailure, signal } = options;
  let minute = 0;
  let counts = new Map<string, Count>();
  let untold = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let isTelling = false;

  function startAnew(now: number): void {
    minute = now;
    counts = new Map();
    untold = new Set();
  }

  function tellSoon(): void {
    if (timer !== undefined || isTelling || untold.size === 0 || signal.aborted) return;
    timer = setTimeout(() => void tell(), TELL_AFTER_MS);
    timer.unref();
  }

  function takeUntold(): ReadonlyMap<string, number> {
    const taken = new Map<string, number>();
    for (const caller of untold) {
      if (taken.size === MAX_TOLD) break;
      const count = counts.get(caller);
      if (count !== undefined) taken.set(caller, count.own - count.told);
      untold.delete(caller);
    }
    return taken;
  }

  async function exchange(): Promise<void> {
    const calls = takeUntold();
    if (calls.size === 0) return;
    // A minute that is over when the answer comes has counts of its own, which nobody reads any more.
    const counted = counts;
    for (const [caller, total] of await tellCalls(scope, minute, calls)) {
      const count = counted.get(caller);
      if (count === undefined) continue;
      count.told += calls.get(caller) ?? 0;
      count.others = Math.max(count.others, total - count.told);
    }
  }

  /** Never two at a time: what is on its way would be told twice. */
  async function tell(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    if (isTelling) return;
    isTelling = true;
    await exchange().catch(reportFailure);
    isTelling = false;
    tellSoon();
  }

  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  return {
    /** True while the caller is within the limit; the call counts either way. */
    admit(caller: string): boolean {
      const now = Math.floor(clock.nowMs() / 60_000);
      if (now !== minute || counts.size > MAX_CALLERS) startAnew(now);
      const count = counts.get(caller) ?? { own: 0, told: 0, others: 0 };
      counts.set(caller, count);
      count.own++;
      // Once the others refuse by what they know, there is nothing to add.
      if (count.told < limitPerMinute) untold.add(caller);
      tellSoon();
      return count.own + count.others <= limitPerMinute;
    },
    tell,
  };
}
