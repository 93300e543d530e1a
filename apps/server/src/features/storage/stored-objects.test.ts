import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFsObjectCache } from '../../adapters/object-cache/fs/create-fs-object-cache.ts';
import { createFsObjectStore } from '../../adapters/object-store/fs/create-fs-object-store.ts';
import { measuredObjectStore } from '../../adapters/object-store/measured-object-store.ts';
import { createByteCache } from '../../platform/byte-cache.ts';
import { SluiceError } from '../../ports/sluice-error.ts';
import { byteObject, createStoredObjects } from './stored-objects.ts';

const KEY = 'videos/fi/film/seg_1.m4s';
const asset = (updatedAtMs: number) => ({ updatedAt: new Date(updatedAtMs) });

let root: string;
let nowMs: number;
/** What was asked of the store and of the levels, in order. */
let trace: string[];
let isDown: boolean;
const unavailable = new SluiceError('storage/unavailable', { status: 503, message: 'The store does not answer.' });
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sluice-objects-'));
  nowMs = 1_000_000;
  trace = [];
  isDown = false;
});
afterEach(() => rm(root, { recursive: true, force: true }));

function open(memoryBytes = 1_000_000, keepsSlices = false) {
  const store = createFsObjectStore({ name: 'media', root: join(root, 'media') });
  const folder = join(root, 'cache');
  const disk = createFsObjectCache({ folder, maxBytes: 1_000_000, reportFailure: () => trace.push('disk failure') });
  const measured = measuredObjectStore(store, (operation) => trace.push(`store ${operation}`));
  const objects = createStoredObjects({
    store: {
      ...measured,
      head: (key) => (isDown ? Promise.reject(unavailable) : measured.head(key)),
    },
    keepsSlices,
    memory: createByteCache(memoryBytes),
    disk,
    clock: { nowMs: () => nowMs },
    countCacheRequest: (level, result) => trace.push(`${level} ${result}`),
  });
  const put = (text: string) => store.put(KEY, Buffer.from(text));
  const find = async (known: { updatedAt: Date } | null = asset(1)) => {
    const found = await objects.find(KEY, known);
    return found === null ? null : Buffer.from(found.bytes ?? []).toString();
  };
  return { store: measured, disk, objects, put, find };
}
const never = (): never => {
  throw new Error('it is there');
};
/** What happened since the last time. */
const since = (): string[] => trace.splice(0);

describe('stored objects', () => {
  it('are fetched once, then come from memory', async () => {
    const { put, find } = open();
    await put('one');
    expect([await find(), await find()]).toEqual(['one', 'one']);
    expect(since()).toEqual(['store size', 'memory miss', 'disk miss', 'store get', 'memory hit']);
  });

  it('are fetched once for many who ask at the same time, also when the first has gone', async () => {
    const { put, find } = open();
    await put('one');
    const [gone, ...others] = [find(), find(), find()];
    gone?.catch(() => undefined);
    expect(await Promise.all(others)).toEqual(['one', 'one']);
    expect(since().filter((what) => what === 'store get')).toHaveLength(1);
  });

  it('come from the disk after a restart', async () => {
    const before = open();
    await before.put('one');
    await before.find();
    await before.disk.settle();
    since();
    expect(await open().find()).toBe('one');
    expect(since()).toEqual(['store size', 'memory miss', 'disk hit']);
  });

  it('come from the disk when memory keeps none', async () => {
    const { put, find, disk } = open(0);
    await put('one');
    await find();
    await disk.settle();
    since();
    expect(await find()).toBe('one');
    expect(since()).toEqual(['store size', 'memory miss', 'disk hit']);
  });

  it('are looked at again half a minute later, and not fetched when they are the same', async () => {
    const { put, find } = open();
    await put('one');
    await find();
    since();
    nowMs += 30_000;
    expect(await find()).toBe('one');
    expect(since()).toEqual(['store size', 'memory revalidated']);
  });

  it('that were overwritten are seen at once with the record of their asset, and else half a minute later', async () => {
    const { put, find } = open();
    await put('one');
    await find();
    await put('two');
    expect(await find(asset(2))).toBe('two');
    await put('three');
    expect(await find(asset(2))).toBe('two');
    nowMs += 30_000;
    expect(await find(asset(2))).toBe('three');
  });

  it('that were overwritten while nobody ran are not taken from the disk', async () => {
    const before = open();
    await before.put('one');
    await before.find();
    await before.disk.settle();
    await before.put('two');
    expect(await open().find()).toBe('two');
  });

  it('that are not there are looked for again a second later', async () => {
    const { put, find } = open();
    expect(await find()).toBeNull();
    await put('one');
    nowMs += 1000;
    expect(await find()).toBe('one');
  });

  it('that were seen before are given while the store does not answer, unless their asset has changed', async () => {
    const { put, find } = open();
    await put('one');
    await find();
    isDown = true;
    nowMs += 30_000;
    expect(await find()).toBe('one');
    await expect(find(asset(2))).rejects.toBe(unavailable);
    isDown = false;
    await put('two');
    nowMs += 30_000;
    expect(await find()).toBe('two');
  });

  it('that are large are kept in slices, of which a range costs those that it touches', async () => {
    const { put, objects, store } = open(20_000_000, true);
    const text = Array.from({ length: 5 }, (_, index) => `${index}`.repeat(1024 * 1024)).join('');
    await put(text);
    const read = async (first: number, last: number): Promise<string> => {
      const found = await objects.find(KEY, asset(1));
      if (found === null) throw new Error('it is there');
      const object = byteObject(store, found, 'video/mp4');
      const bytes = await object.readBytes({ first, last });
      const stream = await object.readStream?.({ first, last });
      expect(Buffer.concat((await stream?.toArray()) ?? []).equals(bytes)).toBe(true);
      return Buffer.from(bytes).toString();
    };
    since();
    const seam = 2 * 1024 * 1024;
    expect(await Promise.all([read(seam - 2, seam + 1), read(seam - 1, seam)])).toEqual(['1122', '12']);
    expect(since().filter((what) => what === 'store get')).toHaveLength(2);
    expect((await read(0, text.length - 1)) === text).toBe(true);
    expect(since().filter((what) => what === 'store get')).toHaveLength(3);
  });

  it('that are large and were overwritten never mix their slices', async () => {
    const { put, objects, store, disk } = open(20_000_000, true);
    const find = async () => byteObject(store, (await objects.find(KEY, asset(1))) ?? never(), 'video/mp4');
    await put('a'.repeat(5 * 1024 * 1024));
    const old = await find();
    const first = { first: 0, last: 0 };
    const second = { first: 1024 * 1024, last: 1024 * 1024 };
    await old.readBytes(first);
    await disk.settle();
    await put('b'.repeat(5 * 1024 * 1024));
    await expect(old.readBytes(second)).rejects.toMatchObject({ status: 503 });
    await expect(old.readStream?.(second)).rejects.toMatchObject({ status: 503 });
    const anew = await find();
    expect(Buffer.from(await anew.readBytes(first)).toString()).toBe('b');
    expect(Buffer.from(await anew.readBytes(second)).toString()).toBe('b');
  });

  it('that are large are streamed where no slices are kept, kept in no level, and never mixed with another version', async () => {
    const { store, put, objects } = open();
    await put('x'.repeat(4 * 1024 * 1024 + 1));
    const found = await objects.find(KEY, asset(1));
    if (found === null) throw new Error('it is there');
    expect(found.bytes).toBeUndefined();
    const answer = byteObject(store, found, 'video/mp4');
    const body = await answer.readStream?.({ first: 0, last: 9 });
    expect(Buffer.concat((await body?.toArray()) ?? []).toString()).toBe('x'.repeat(10));
    await put('other');
    await expect(answer.readStream?.()).rejects.toMatchObject({ status: 503 });
    await expect(answer.readBytes({ first: 0, last: 1 })).rejects.toMatchObject({ status: 503 });
    expect(since()).not.toContain('disk miss');
  });
});
