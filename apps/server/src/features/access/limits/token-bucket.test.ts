import { describe, expect, it } from 'vitest';
import { createTokenBucket } from './token-bucket.ts';

function createBench() {
  let now = 1_000_000;
  const bucket = createTokenBucket({ nowMs: () => now }, { burst: 3, perMinute: 6 });
  const wait = (seconds: number) => {
    now += seconds * 1000;
  };
  return { bucket, wait };
}

describe('createTokenBucket', () => {
  it('lets a burst through and then one call in ten seconds', () => {
    const { bucket, wait } = createBench();
    expect([1, 2, 3, 4].map(() => bucket.take('a'))).toEqual([true, true, true, false]);
    wait(9);
    expect(bucket.take('a')).toBe(false);
    wait(1);
    expect([bucket.take('a'), bucket.take('a')]).toEqual([true, false]);
  });

  it('never saves up more than a burst, and counts each caller by itself', () => {
    const { bucket, wait } = createBench();
    wait(3600);
    expect([1, 2, 3, 4].map(() => bucket.take('a'))).toEqual([true, true, true, false]);
    expect(bucket.take('b')).toBe(true);
  });
});
