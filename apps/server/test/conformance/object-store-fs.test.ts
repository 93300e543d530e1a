import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { createFsObjectStore } from '../../src/adapters/object-store/fs/create-fs-object-store.ts';
import type { ObjectStore } from '../../src/ports/object-store.ts';
import { objectStoreSuite } from './object-store.suite.ts';

const base = mkdtempSync(join(tmpdir(), 'sluice-fs-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

describe('the fs store', () => {
  objectStoreSuite(async () => createFsObjectStore({ name: 'media', root: join(base, 'conformance') }));
});

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

describe('a folder as a store', () => {
  let root: string;
  let outside: string;
  let store: ObjectStore;
  beforeEach(() => {
    const folder = mkdtempSync(join(base, 'case-'));
    root = join(folder, 'root');
    outside = join(folder, 'outside');
    mkdirSync(root);
    mkdirSync(outside);
    writeFileSync(join(outside, 'secret.txt'), 'hidden');
    store = createFsObjectStore({ name: 'source', root });
  });

  const keys = async (prefix = ''): Promise<string[]> => {
    const found: string[] = [];
    for await (const { key } of store.list(prefix)) found.push(key);
    return found;
  };

  test('a file that a person drops in is an object', async () => {
    mkdirSync(join(root, 'holiday'));
    writeFileSync(join(root, 'holiday', 'beach.mp4'), 'waves');
    expect(await store.head('holiday/beach.mp4')).toMatchObject({ size: 5, contentType: 'video/mp4' });
    expect(await keys()).toEqual(['holiday/beach.mp4']);
    expect(readFileSync((await store.localPath?.('holiday/beach.mp4')) ?? '', 'utf8')).toBe('waves');
  });

  test('an edit in place changes the etag', async () => {
    const path = join(root, 'a');
    writeFileSync(path, 'one');
    const before = await store.head('a');
    writeFileSync(path, 'two');
    utimesSync(path, new Date(), new Date(Date.now() + 5));
    expect((await store.head('a'))?.etag).not.toBe(before?.etag);
  });

  test('the copy of a file that a person may edit in place has bytes of its own', async () => {
    writeFileSync(join(root, 'dropped'), 'first', { mode: 0o644 });
    await store.copy('dropped', 'copied');
    writeFileSync(join(root, 'dropped'), 'EDITED');
    expect(readFileSync(join(root, 'copied'), 'utf8')).toBe('first');
  });

  test('the copy of what the store wrote shares the bytes on the disk', async () => {
    await store.put('work/seg.m4s', text('segment'));
    await store.copy('work/seg.m4s', 'final/seg.m4s');
    expect(statSync(join(root, 'final/seg.m4s')).ino).toBe(statSync(join(root, 'work/seg.m4s')).ino);
  });

  test('no symbolic link below the root is followed', async () => {
    symlinkSync(join(outside, 'secret.txt'), join(root, 'file-link'));
    symlinkSync(outside, join(root, 'folder-link'));
    const missing = { code: 'storage/object-missing' };
    for (const key of ['file-link', 'folder-link/secret.txt']) {
      expect(await store.head(key)).toBeNull();
      await expect(store.readBytes(key)).rejects.toMatchObject(missing);
      await expect(store.readStream(key)).rejects.toMatchObject(missing);
      await expect(store.localPath?.(key)).rejects.toMatchObject(missing);
      await expect(store.copy(key, 'stolen')).rejects.toMatchObject(missing);
      await store.delete(key);
    }
    expect(await keys()).toEqual([]);
    expect(await keys('folder-link/')).toEqual([]);
    expect(readFileSync(join(outside, 'secret.txt'), 'utf8')).toBe('hidden');
  });

  test('nothing is written through a symbolic link', async () => {
    symlinkSync(outside, join(root, 'folder-link'));
    symlinkSync(join(outside, 'secret.txt'), join(root, 'file-link'));
    symlinkSync(join(outside, 'nowhere'), join(root, 'dangling'));
    for (const key of ['folder-link/new.txt', 'folder-link/deep/new.txt', 'dangling/new.txt']) {
      await expect(store.put(key, text('x'))).rejects.toMatchObject({ code: 'storage/key-conflict' });
    }
    await expect(store.put('file-link', text('x'), { ifAbsent: true })).rejects.toMatchObject({
      code: 'storage/object-exists',
    });
    // Without the condition the link itself is replaced, not what it points to.
    await store.put('file-link', text('mine'));
    expect(readdirSync(outside)).toEqual(['secret.txt']);
    expect(readFileSync(join(outside, 'secret.txt'), 'utf8')).toBe('hidden');
  });

  test('the root itself may be behind a link', async () => {
    symlinkSync(root, `${root}-link`);
    const linked = createFsObjectStore({ name: 'source', root: `${root}-link` });
    await linked.put('a/b', text('x'));
    expect(await store.head('a/b')).toMatchObject({ size: 1 });
  });

  test('a fifo and a folder are no objects, and reading them does not hang', async () => {
    execFileSync('mkfifo', [join(root, 'fifo')]);
    mkdirSync(join(root, 'folder'));
    for (const key of ['fifo', 'folder']) {
      await expect(store.readBytes(key)).rejects.toMatchObject({ code: 'storage/object-missing' });
      expect(await store.head(key)).toBeNull();
    }
    expect(await keys()).toEqual([]);
  });

  test('a key and a folder cannot have the same name', async () => {
    await store.put('a', text('x'));
    await store.put('f/b', text('y'));
    await expect(store.put('a/b', text('z'))).rejects.toMatchObject({ code: 'storage/key-conflict', status: 409 });
    await expect(store.put('f', text('z'))).rejects.toMatchObject({ code: 'storage/key-conflict', status: 409 });
    expect(await keys()).toEqual(['a', 'f/b']);
  });

  test('what a crash left between writing and naming is never seen, and swept a day later', async () => {
    await store.put('a', text('x'));
    const leftover = join(root, '.incoming', 'dead');
    const growing = join(root, '.incoming', 'alive');
    writeFileSync(leftover, 'half');
    writeFileSync(growing, 'half');
    utimesSync(leftover, new Date(0), new Date(0));
    expect(await keys()).toEqual(['a']);
    await expect(store.head('.incoming/dead')).rejects.toMatchObject({ code: 'storage/invalid-key' });
    await createFsObjectStore({ name: 'source', root }).put('b', text('y'));
    expect([existsSync(leftover), existsSync(growing)]).toEqual([false, true]);
  });

  test('a put that fails leaves nothing in the incoming folder', async () => {
    await store.put('large', text('0123456789'), { maxBytes: 3 }).catch(() => undefined);
    expect(readdirSync(join(root, '.incoming'))).toEqual([]);
  });

  test('folders that a delete empties are removed, the root stays', async () => {
    await store.put('a/b/c/one', text('x'));
    await store.put('a/two', text('y'));
    await store.delete('a/b/c/one');
    expect(readdirSync(join(root, 'a'))).toEqual(['two']);
    await store.delete('a/two');
    expect(readdirSync(root)).toEqual(['.incoming']);
  });

  test('writers and deleters in the same folder do not disturb each other', async () => {
    const rounds = Array.from({ length: 60 }, async (_, index) => {
      await store.put(`busy/deep/${index}`, text('x'));
      await store.delete(`busy/deep/${index}`);
    });
    await Promise.all(rounds);
    expect(await keys()).toEqual([]);
  });

  test('a reader has one whole version while the object is replaced', async () => {
    const versions = [new Uint8Array(400_000).fill(1), new Uint8Array(400_000).fill(2)] as const;
    await store.put('a', versions[0]);
    const writing = (async () => {
      for (let round = 0; round < 20; round++) await store.put('a', versions[round % 2 === 0 ? 1 : 0]);
    })();
    for (let round = 0; round < 40; round++) {
      const { bytes } = await store.readBytes('a');
      expect(new Set(bytes).size).toBe(1);
    }
    await writing;
  });

  test('file names that are no keys are left out of the list', async () => {
    writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0x66, 0xff, 0xfe])]), 'latin');
    writeFileSync(join(root, 'new\nline'), 'x');
    expect(await keys()).toEqual([]);
  });

  test('a segment longer than a file name may be is refused', async () => {
    const refused = { code: 'storage/invalid-key' };
    await expect(store.put('n'.repeat(256), text('x'))).rejects.toMatchObject(refused);
    await expect(store.head('é'.repeat(128))).rejects.toMatchObject(refused);
  });

  test('a root that is no folder is told by check, without its path', async () => {
    writeFileSync(join(outside, 'file'), 'x');
    for (const place of ['file', 'file/below']) {
      const broken = createFsObjectStore({ name: 'media', root: join(outside, place) });
      await expect(broken.check()).rejects.toMatchObject({
        code: 'storage/unavailable',
        message: expect.stringMatching(/^(?!.*\/tmp).*“media”/),
      });
    }
  });
});
