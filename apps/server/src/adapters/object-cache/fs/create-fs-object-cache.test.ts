import { mkdtemp, readdir, rename, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CACHE_HEADER_BYTES } from './cache-file.ts';
import { createFsObjectCache } from './create-fs-object-cache.ts';

let folder: string;
const failures: unknown[] = [];
beforeEach(async () => {
  failures.length = 0;
  folder = await mkdtemp(join(tmpdir(), 'sluice-cache-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const open = (maxBytes = 10_000) =>
  createFsObjectCache({ folder, maxBytes, reportFailure: (error) => failures.push(error) });
const version = (key: string, etag = '1', size = 100) => ({ group: 'group', key, etag, size });
const bytes = (fill: number, size = 100) => new Uint8Array(size).fill(fill);

async function filesIn(part: string): Promise<string[]> {
  const entries = await readdir(join(folder, part), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
async function onlyFile(): Promise<string> {
  const [file = '', ...others] = await filesIn('objects');
  expect(others).toEqual([]);
  return file;
}
const totalBytes = async (): Promise<number> =>
  (await Promise.all((await filesIn('objects')).map((path) => stat(path)))).reduce((sum, { size }) => sum + size, 0);

describe('createFsObjectCache', () => {
  it('gives back what was kept, in a later process too', async () => {
    const cache = open();
    expect(await cache.read(version('a'))).toEqual({ result: 'miss' });
    cache.keep(version('a'), bytes(1));
    await cache.settle();
    const reading = await open().read(version('a'));
    expect(reading.result === 'hit' && Buffer.from(reading.bytes)).toEqual(Buffer.from(bytes(1)));
    expect((await stat(await onlyFile())).mode & 0o077).toBe(0);
    expect(await filesIn('incoming')).toEqual([]);
  });

  it('never takes one version of an object for another', async () => {
    const cache = open();
    cache.keep(version('a', '1'), bytes(1));
    await cache.settle();
    expect(await cache.read(version('a', '2'))).toEqual({ result: 'miss' });
  });

  it.each<[string, (path: string) => Promise<void>]>([
    ['cut', (path) => truncate(path, CACHE_HEADER_BYTES + 50)],
    ['emptied', (path) => truncate(path, 0)],
    ['changed in its bytes', (path) => writeFile(path, bytes(2), { flag: 'r+' })],
    ['changed in one bit at its end', (path) => flipLast(path)],
    ['made longer', (path) => writeFile(path, 'x', { flag: 'a' })],
  ])('refuses a file that was %s, removes it, and keeps the object anew', async (_how, damage) => {
    const cache = open();
    cache.keep(version('a'), bytes(1));
    await cache.settle();
    await damage(await onlyFile());
    expect(await cache.read(version('a'))).toEqual({ result: 'refused' });
    expect(await cache.read(version('a'))).toEqual({ result: 'miss' });
    cache.keep(version('a'), bytes(1));
    await cache.settle();
    expect(await cache.read(version('a'))).toMatchObject({ result: 'hit' });
  });

  it('refuses a file under the name of another object', async () => {
    const cache = open();
    cache.keep(version('a'), bytes(1));
    await cache.settle();
    const first = await onlyFile();
    cache.keep(version('b'), bytes(2));
    await cache.settle();
    const second = (await filesIn('objects')).find((path) => path !== first) ?? '';
    await rename(first, second);
    expect(await cache.read(version('b'))).toEqual({ result: 'refused' });
  });

  it('forgets the objects of one group, those too that wait to be kept, and no others', async () => {
    const cache = open();
    const other = { ...version('c'), group: 'other' };
    cache.keep(version('a'), bytes(1));
    await cache.settle();
    cache.keep(version('b'), bytes(2));
    cache.keep(other, bytes(3));
    cache.forget('group');
    cache.keep(version('d'), bytes(4));
    await cache.settle();
    const results = [version('a'), version('b'), other, version('d')].map((known) => cache.read(known));
    expect((await Promise.all(results)).map(({ result }) => result)).toEqual(['miss', 'miss', 'hit', 'hit']);
  });

  it('stays within its bytes and lets go of what was used longest ago', async () => {
    const maxBytes = 5 * (CACHE_HEADER_BYTES + 100);
    const cache = open(maxBytes);
    for (const key of ['a', 'b', 'c', 'd']) {
      cache.keep(version(key), bytes(1));
      await cache.settle();
    }
    await cache.read(version('a'));
    for (const key of ['e', 'f']) {
      cache.keep(version(key), bytes(1));
      await cache.settle();
    }
    expect(await totalBytes()).toBeLessThanOrEqual(maxBytes);
    expect(await cache.read(version('b'))).toEqual({ result: 'miss' });
    for (const key of ['a', 'f']) expect(await cache.read(version(key))).toMatchObject({ result: 'hit' });
  });

  it('shrinks to a smaller bound at the next start', async () => {
    const cache = open();
    for (let index = 0; index < 9; index++) cache.keep(version(`${index}`), bytes(1));
    await cache.settle();
    await open(500).settle();
    expect(await totalBytes()).toBeLessThanOrEqual(500);
  });

  it('does not keep what is larger than all of it', async () => {
    const cache = open(120);
    cache.keep(version('a'), bytes(1));
    await cache.settle();
    expect(await filesIn('objects')).toEqual([]);
  });

  it('clears away what a killed process left in the making, and leaves what is being made', async () => {
    await open().settle();
    const [left, fresh] = [join(folder, 'incoming/left'), join(folder, 'incoming/fresh')];
    for (const path of [left, fresh]) await writeFile(path, 'half');
    await utimes(left, new Date(0), new Date(0));
    await open().settle();
    expect(await filesIn('incoming')).toEqual([fresh]);
  });

  it('goes on as if there were nothing when its folder cannot be used, and says so', async () => {
    await rm(folder, { recursive: true });
    await writeFile(folder, 'a file');
    const cache = open();
    cache.keep(version('a'), bytes(1));
    await cache.settle();
    expect(await cache.read(version('a'))).toEqual({ result: 'refused' });
    expect(failures.length).toBeGreaterThan(0);
  });
});

async function flipLast(path: string): Promise<void> {
  const { size } = await stat(path);
  await truncate(path, size - 1);
  await writeFile(path, Uint8Array.of(3), { flag: 'a' });
}
