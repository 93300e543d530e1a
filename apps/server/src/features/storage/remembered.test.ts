import { describe, expect, it } from 'vitest';
import { createRemembered } from './remembered.ts';

/** Something that can be changed, or be out of reach. */
function source() {
  const state = { nowMs: 0, value: 'first', isAway: false, loads: 0 };
  const load = async (): Promise<string> => {
    state.loads++;
    const { value, isAway } = state;
    await Promise.resolve();
    if (isAway) throw new Error('away');
    return value;
  };
  return { state, remembered: createRemembered(load, { nowMs: () => state.nowMs }) };
}

describe('what is remembered', () => {
  it('is loaded once for all who ask at once, and again when it is old', async () => {
    const { state, remembered } = source();
    await Promise.all([remembered.get(), remembered.get()]);
    expect([await remembered.get(), state.loads]).toEqual(['first', 1]);
    state.value = 'second';
    state.nowMs = 10_000;
    expect([await remembered.get(), state.loads]).toEqual(['second', 2]);
  });

  it('is loaded again once it was forgotten, also while it is being loaded', async () => {
    const { state, remembered } = source();
    const early = remembered.get();
    state.value = 'second';
    remembered.forget();
    expect(await remembered.get()).toBe('second');
    expect(await early).toBe('first');
    expect(await remembered.get()).toBe('second');
  });

  it('is believed for a while when it is old and out of reach, and not for longer', async () => {
    const { state, remembered } = source();
    await remembered.get();
    state.isAway = true;
    state.nowMs = 299_000;
    expect(await remembered.get()).toBe('first');
    state.nowMs = 300_000;
    await expect(remembered.get()).rejects.toThrow('away');
  });

  it('is not believed once it is known to have changed', async () => {
    const { state, remembered } = source();
    await remembered.get();
    state.isAway = true;
    remembered.forget();
    await expect(remembered.get()).rejects.toThrow('away');
    state.isAway = false;
    state.value = 'second';
    expect(await remembered.get()).toBe('second');
  });
});
