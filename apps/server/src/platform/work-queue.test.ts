import { describe, expect, it } from 'vitest';
import { createWorkQueue } from './work-queue.ts';

/** Work that runs until it is told to end. */
function hold() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { work: () => promise, end: resolve };
}

describe('a work queue', () => {
  it('runs so many at once and the others in the order in which they came', async () => {
    const queue = createWorkQueue(2);
    const holds = [hold(), hold(), hold(), hold()];
    const begun: number[] = [];
    const runs = holds.map(({ work }, index) =>
      queue.run(() => {
        begun.push(index);
        return work();
      }),
    );
    await Promise.resolve();
    expect([begun, queue.waiting]).toEqual([[0, 1], 2]);
    holds[1]?.end();
    await runs[1];
    expect(begun).toEqual([0, 1, 2]);
    for (const { end } of holds) end();
    await Promise.all(runs);
    expect([begun, queue.waiting]).toEqual([[0, 1, 2, 3], 0]);
  });

  it('refuses what may not wait, at once, and takes more when there is room', async () => {
    const queue = createWorkQueue(1, 1);
    const [first, second] = [hold(), hold()];
    const running = queue.run(first.work);
    const waiting = queue.run(second.work);
    await expect(
      queue.run(
        async () => 'never',
        () => new RangeError('later'),
      ),
    ).rejects.toThrow(new RangeError('later'));
    first.end();
    await running;
    const third = queue.run(async () => 'third');
    second.end();
    await waiting;
    expect(await third).toBe('third');
  });

  it('gives the place of work that failed to the next', async () => {
    const queue = createWorkQueue(1);
    const failing = queue.run(async () => {
      throw new Error('broken');
    });
    const next = queue.run(async () => 'next');
    await expect(failing).rejects.toThrow('broken');
    expect(await next).toBe('next');
  });
});
