import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { runTogether } from './run-together.ts';

const never = new AbortController().signal;

describe('runTogether', () => {
  it('gives the results in order', async () => {
    const results = await runTogether<[number, string]>(never, [
      async () => {
        await delay(5);
        return 1;
      },
      async () => 'two',
    ]);
    expect(results).toEqual([1, 'two']);
  });

  it('throws the first failure after the others were aborted and have ended', async () => {
    let hasEnded = false;
    const works = [
      async (signal: AbortSignal) => {
        await delay(60_000, undefined, { signal }).catch(() => undefined);
        await delay(5);
        hasEnded = true;
      },
      async () => Promise.reject(new Error('broken')),
    ] as const;
    await expect(runTogether<[unknown, unknown]>(never, works)).rejects.toThrow('broken');
    expect(hasEnded).toBe(true);
  });

  it('rejects with the reason of an abort from outside', async () => {
    const outer = new AbortController();
    const running = runTogether<[unknown]>(outer.signal, [(signal) => delay(60_000, undefined, { signal })]);
    outer.abort(new Error('cancelled'));
    await expect(running).rejects.toThrow('cancelled');
  });
});
