import type { Clock } from '../ports/clock.ts';

/** Longest list of callers that is kept; beyond it the oldest window starts anew, which only ever lets more through. */
const MAX_CALLERS = 100_000;

/** Counts calls in windows of 60 s aligned to the Unix minute (Vylux contract §14), in this process. */
export function createFixedWindow(clock: Clock, limitPerMinute: number) {
  let minute = 0;
  let counts = new Map<string, number>();
  return {
    /** True while the caller is within the limit; the call counts either way. */
    admit(caller: string): boolean {
      const now = Math.floor(clock.nowMs() / 60_000);
      if (now !== minute || counts.size > MAX_CALLERS) {
        minute = now;
        counts = new Map();
      }
      const count = (counts.get(caller) ?? 0) + 1;
      counts.set(caller, count);
      return count <= limitPerMinute;
    },
  };
}
