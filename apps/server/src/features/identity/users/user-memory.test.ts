import { describe, expect, it } from 'vitest';
import { createUserMemory } from './user-memory.ts';

function setUp() {
  const clock = { now: 0, nowMs: () => clock.now };
  return { clock, memory: createUserMemory(clock) };
}

describe('the memory of users', () => {
  it('keeps a user for ten minutes, and that there is none for half a minute', async () => {
    const { clock, memory } = setUp();
    expect(memory.get('a')).toBeUndefined();
    expect(await memory.remember('a', async () => 'u1')).toBe('u1');
    expect(await memory.remember('b', async () => null)).toBeNull();
    expect(memory.get('a')).toMatchObject({ userId: 'u1' });
    expect(memory.get('b')).toMatchObject({ userId: null });
    clock.now = 30_000;
    expect(memory.get('b')).toBeUndefined();
    clock.now = 600_000;
    expect(memory.get('a')).toBeUndefined();
  });

  it('forgets everybody once users changed, also whom it was just looking for', async () => {
    const { memory } = setUp();
    await memory.remember('a', async () => 'u1');
    const looking = memory.remember('b', async () => {
      memory.forget();
      return 'u2';
    });
    expect(await looking).toBe('u2');
    expect(memory.get('a')).toBeUndefined();
    expect(memory.get('b')).toBeUndefined();
  });

  it('keeps ten thousand, and who was asked for stays', async () => {
    const { memory } = setUp();
    for (let each = 0; each < 10_000; each++) await memory.remember(`n${each}`, async () => 'u');
    expect(memory.get('n0')).toBeDefined();
    await memory.remember('one more', async () => 'u');
    expect(memory.get('n0')).toBeDefined();
    expect(memory.get('n1')).toBeUndefined();
  });
});
