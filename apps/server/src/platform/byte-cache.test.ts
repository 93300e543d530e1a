import { describe, expect, it } from 'vitest';
import { createByteCache } from './byte-cache.ts';

const entry =
  (value: string, bytes = value.length) =>
  async () => ({ value, bytes });
const mustNotLoad = () => Promise.reject(new Error('loaded again'));

it('forgets what is named, also when it is being loaded for those who wait', async () => {
  const cache = createByteCache(1000);
  const { promise, resolve } = Promise.withResolvers<void>();
  let loads = 0;
  const load = async () => {
    loads++;
    await promise;
    return { value: loads, bytes: 1 };
  };
  const kept = async (key: string) => cache.find(key, async () => ({ value: 0, bytes: 1 }));
  await Promise.all([kept('a 1'), kept('b 1')]);
  const waiting = cache.find('a 2', load);
  cache.forget((key) => key.startsWith('a'));
  resolve();
  expect(await waiting).toBe(1);
  expect(await cache.find('a 2', load)).toBe(2);
  expect(await cache.find('a 1', load)).toBe(3);
  expect(await cache.find('b 1', load)).toBe(0);
});

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

  it('hands what is not fresh any more to the load, which may keep it', async () => {
    const cache = createByteCache(10);
    await cache.find('a', entry('old'));
    const keep = async (stale: string | undefined) => ({ value: `${stale}er`, bytes: 5 });
    expect(await cache.find('a', keep, (value) => value !== 'old')).toBe('older');
    expect(await cache.find('a', mustNotLoad)).toBe('older');
  });

  it('does not answer a question with a load that began before it and is not fresh for it', async () => {
    const cache = createByteCache(10);
    const early = Promise.withResolvers<{ value: string; bytes: number }>();
    const first = cache.find('a', () => early.promise);
    const second = cache.find('a', entry('new'), (value) => value === 'new');
    early.resolve({ value: 'old', bytes: 3 });
    expect(await Promise.all([first, second])).toEqual(['old', 'new']);
  });

  it('counts a value once, however often it was replaced', async () => {
    const cache = createByteCache(4);
    await cache.find('b', entry('b'));
    for (let time = 0; time < 9; time++) await cache.find('a', entry('aa'), () => false);
    expect(await cache.find('b', mustNotLoad)).toBe('b');
  });
});
