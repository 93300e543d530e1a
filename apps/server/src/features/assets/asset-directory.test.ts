import { describe, expect, it } from 'vitest';
import { createAssetDirectory, MAX_STALE_MS } from './asset-directory.ts';
import type { Asset } from './asset-store.ts';

const asset = (id: string): Asset => ({
  id,
  access: 'protected',
  presentation: null,
  contentKid: null,
  isLive: false,
  createdAt: new Date(0),
  updatedAt: new Date(0),
});

function setUp() {
  const state = { now: 0, loads: 0 };
  const load = async (id: string) => {
    state.loads += 1;
    return asset(id);
  };
  return { state, directory: createAssetDirectory(load, { nowMs: () => state.now }) };
}

describe('createAssetDirectory', () => {
  it('asks once for many callers and again when the answer is old', async () => {
    const { state, directory } = setUp();
    await Promise.all([directory.find('a'), directory.find('a'), directory.find('b')]);
    expect(state.loads).toBe(2);
    state.now = MAX_STALE_MS;
    await directory.find('a');
    expect(state.loads).toBe(3);
  });

  it('asks again after a change of its own', async () => {
    const { state, directory } = setUp();
    await directory.find('a');
    directory.forget('a');
    await directory.find('a');
    expect(state.loads).toBe(2);
  });

  it('does not remember a failure', async () => {
    let calls = 0;
    const directory = createAssetDirectory(
      async (id) => {
        calls += 1;
        if (calls === 1) throw new Error('down');
        return asset(id);
      },
      { nowMs: () => 0 },
    );
    await expect(directory.find('a')).rejects.toThrow('down');
    expect(await directory.find('a')).toMatchObject({ id: 'a' });
  });
});
