import { describe, expect, it } from 'vitest';
import { createByteCache } from './byte-cache.ts';

const entry =
  (value: string, bytes = value.length) =>
  async () => ({ value, bytes });
const mustNotLoad = () => Promise.reject(new Error('loaded again'));

describe('createByteCache', () => {
  it('gives many waiters one load', async () => {
    const cache = createByteCache(100);
    let loads = 0;
    const load = async () => {
      loads += 1;
      return { value: 'x', bytes: 1 };
    };
    expect(await Promise.all([cache.find('a', load), cache.find('a', load), cache.find('a', load)])).toEqual([
      'x',
      'x',
      'x',
    ]);
    expect(loads).toBe(1);
  });

  it('drops what was used longest ago when it is full', async () => {
    const cache = createByteCache(2);
    await cache.find('a', entry('a'));
    await cache.find('b', entry('b'));
    await cache.find('a', mustNotLoad);
    await cache.find('c', entry('c'));
    expect(await cache.find('a', mustNotLoad)).toBe('a');
    expect(await cache.find('b', entry('again'))).toBe('again');
  });

  it('does not keep a value larger than itself', async () => {
    const cache = createByteCache(2);
    await cache.find('a', entry('aaa'));
    expect(await cache.find('a', entry('b'))).toBe('b');
  });

  it('does not remember a failure', async () => {
    const cache = createByteCache(2);
    await expect(cache.find('a', mustNotLoad)).rejects.toThrow('loaded again');
    expect(await cache.find('a', entry('a'))).toBe('a');
  });
});
