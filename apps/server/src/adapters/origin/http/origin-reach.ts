import type { Clock } from '../../../ports/clock.ts';

/** After a call that got no answer, one call in so many milliseconds finds out whether there is one again. */
const PROBE_MS = 1000;

/**
 * Whether it is worth calling an origin. One that hangs would hold up every request for as long as a call may take, so
 * after a silence all but one call a second fail at once, until any call is answered.
 */
export interface OriginReach {
  /** False: fail at once. True counts as the call of this second. */
  mayCall(): boolean;
  answered(): void;
  wasSilent(): void;
}

export function createOriginReach(clock: Clock): OriginReach {
  let probedAtMs: number | null = null;
  return {
    mayCall() {
      if (probedAtMs === null) return true;
      if (clock.nowMs() - probedAtMs < PROBE_MS) return false;
      probedAtMs = clock.nowMs();
      return true;
    },
    answered() {
      probedAtMs = null;
    },
    wasSilent() {
      probedAtMs = clock.nowMs();
    },
  };
}
