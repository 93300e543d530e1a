import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { forEachBounded } from './for-each-bounded.ts';

describe('forEachBounded', () => {
  it('works on every item once, never on more than the limit', async () => {
    const done: number[] = [];
    let running = 0;
    let most = 0;
    await forEachBounded([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
      running += 1;
      most = Math.max(most, running);
      await delay(1);
      running -= 1;
      done.push(item);
    });
    expect(done.sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(most).toBe(3);
  });

  it('begins nothing after a failure and throws it', async () => {
    const begun: number[] = [];
    const running = forEachBounded([1, 2, 3, 4], 1, async (item) => {
      begun.push(item);
      if (item === 2) throw new Error('full');
    });
    await expect(running).rejects.toThrow('full');
    expect(begun).toEqual([1, 2]);
  });
});
