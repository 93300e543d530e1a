import { describe, expect, it } from 'vitest';
import vectors from '../../../../../../packages/access/vectors/user-jwt.json' with { type: 'json' };
import { parseKeySet } from './parse-key-set.ts';
import { isUsable, type KeySetState, planKeyLookup } from './plan-key-lookup.ts';

const minute = 60_000;
const never = Number.NEGATIVE_INFINITY;
const keys = parseKeySet(JSON.stringify(vectors.keySet));
const state = (changes: Partial<KeySetState> = {}): KeySetState => ({
  ...{ keys, fetchedAtMs: 0, failedAtMs: never, forcedAtMs: never },
  ...changes,
});
const plan = (changes: Partial<KeySetState>, nowMs: number, kid = 'ins_test_1'): string =>
  planKeyLookup(state(changes), kid, nowMs).refresh;

describe('the key set of a provider', () => {
  it('is fetched before the first key is looked up', () => {
    expect(plan({ keys: null, fetchedAtMs: never }, 0)).toBe('first');
    expect(plan({ keys: new Map(), fetchedAtMs: 0 }, 0)).toBe('first');
  });

  it('is fresh for five minutes, then refreshed behind its users', () => {
    expect(plan({}, 5 * minute - 1)).toBe('no');
    expect(plan({}, 5 * minute)).toBe('behind');
    expect(plan({}, 24 * 60 * minute - 1)).toBe('behind');
  });

  it('is used for a day and no longer', () => {
    expect(isUsable(state(), 24 * 60 * minute - 1)).toBe(true);
    expect(isUsable(state(), 24 * 60 * minute)).toBe(false);
    expect(plan({}, 24 * 60 * minute)).toBe('first');
  });

  it('is left alone for five seconds after a failure', () => {
    expect(plan({ keys: null, failedAtMs: 0 }, 4999)).toBe('no');
    expect(plan({ keys: null, failedAtMs: 0 }, 5000)).toBe('first');
    expect(plan({ failedAtMs: 5 * minute }, 5 * minute + 4999)).toBe('no');
  });

  it('is fetched for an unknown key, once in thirty seconds', () => {
    expect(planKeyLookup(state(), 'other', 1)).toEqual({ refresh: 'first', isForced: true });
    expect(plan({ forcedAtMs: 0 }, 29_999, 'other')).toBe('no');
    expect(plan({ forcedAtMs: 0 }, 30_000, 'other')).toBe('first');
  });
});
