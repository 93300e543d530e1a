import type { ProviderKeys } from './parse-key-set.ts';

/** What is known of the key set of one provider. Times are milliseconds; minus infinity for never. */
export interface KeySetState {
  /** Null until there was one. */
  readonly keys: ProviderKeys | null;
  readonly fetchedAtMs: number;
  readonly failedAtMs: number;
  /** When it was last fetched because of an unknown key id. */
  readonly forcedAtMs: number;
}

/** `refreshes`: whether to fetch the set anew, and whether the caller waits for it. */
export interface KeyLookupPlan {
  readonly refresh: 'no' | 'behind' | 'first';
  readonly isForced: boolean;
}

const FRESH_MS = 5 * 60_000;
const USABLE_MS = 24 * 3_600_000;
const FORCED_EVERY_MS = 30_000;
/** After a failure, callers are told to come back after so long. */
const PAUSE_MS = 5000;

/** True for a set that may be used, even if it could not be refreshed lately (LynxVizion contract §3.5). */
export const isUsable = ({ keys, fetchedAtMs }: KeySetState, nowMs: number): boolean =>
  keys !== null && keys.size > 0 && nowMs - fetchedAtMs < USABLE_MS;

/** What to do before the key with this id is looked up: LynxVizion contract §3.5. */
export function planKeyLookup(state: KeySetState, kid: string, nowMs: number): KeyLookupPlan {
  const mayTry = nowMs - state.failedAtMs >= PAUSE_MS;
  if (!isUsable(state, nowMs)) return { refresh: mayTry ? 'first' : 'no', isForced: false };
  if (state.keys?.has(kid) !== true) {
    const isForced = nowMs - state.forcedAtMs >= FORCED_EVERY_MS;
    return { refresh: isForced ? 'first' : 'no', isForced };
  }
  const isOld = nowMs - state.fetchedAtMs >= FRESH_MS;
  return { refresh: isOld && mayTry ? 'behind' : 'no', isForced: false };
}
