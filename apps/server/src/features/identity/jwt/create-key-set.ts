import type { KeyRecord } from '@sluice/access';
import type { SafeFetch } from '../../../platform/safe-fetch/create-safe-fetch.ts';
import type { Clock } from '../../../ports/clock.ts';
import { identityErrors } from '../identity-error.ts';
import { type ProviderKeys, parseKeySet } from './parse-key-set.ts';
import { isUsable, type KeySetState, planKeyLookup } from './plan-key-lookup.ts';

/** The key with this id; null where the provider has none. Throws a 503 where nobody knows. */
export type FindProviderKey = (kid: string) => Promise<KeyRecord | null>;

export interface KeySetParts {
  readonly fetchKeys: () => Promise<ProviderKeys>;
  readonly clock: Clock;
  /** Told that the set could not be fetched: an older one is used on. */
  readonly reportFailure: (error: unknown) => void;
}

const TIMEOUT_MS = 3000;
const MAX_SET_BYTES = 65_536;

/** Fetches the key set of a provider. Redirects are not followed. */
export const createFetchKeys =
  (url: string, fetch: SafeFetch): (() => Promise<ProviderKeys>) =>
  async () => {
    const headers = { accept: 'application/json' };
    const answer = await fetch({ url, method: 'GET', headers, timeoutMs: TIMEOUT_MS, maxAnswerBytes: MAX_SET_BYTES });
    const keys = answer.status === 200 ? parseKeySet(Buffer.from(answer.bytes).toString('utf8')) : null;
    if (keys === null) throw new Error(`the key set of the identity provider was answered with ${answer.status}`);
    return keys;
  };

/** The key set of one provider in memory. However many ask, it is fetched once at a time. */
export function createKeySet({ fetchKeys, clock, reportFailure }: KeySetParts): FindProviderKey {
  const never = Number.NEGATIVE_INFINITY;
  let state: KeySetState = { keys: null, fetchedAtMs: never, failedAtMs: never, forcedAtMs: never };
  let running: Promise<void> | null = null;

  async function fetchOnce(): Promise<void> {
    try {
      const keys = await fetchKeys();
      state = { ...state, keys, fetchedAtMs: clock.nowMs(), failedAtMs: never };
    } catch (error) {
      state = { ...state, failedAtMs: clock.nowMs() };
      reportFailure(error);
    } finally {
      running = null;
    }
  }

  function refresh(): Promise<void> {
    running ??= fetchOnce();
    return running;
  }

  return async (kid) => {
    const plan = planKeyLookup(state, kid, clock.nowMs());
    if (plan.isForced) state = { ...state, forcedAtMs: clock.nowMs() };
    const isWaiting = plan.refresh === 'first' || (running !== null && state.keys?.has(kid) !== true);
    if (plan.refresh !== 'no' || isWaiting) {
      const refreshed = refresh();
      if (isWaiting) await refreshed;
    }
    if (!isUsable(state, clock.nowMs())) throw identityErrors.unavailable();
    return state.keys?.get(kid) ?? null;
  };
}
