import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImageOrder } from '@sluice/access';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSharpEngine } from '../../adapters/image/sharp/create-sharp-engine.ts';
import { createFsObjectStore } from '../../adapters/object-store/fs/create-fs-object-store.ts';
import { measuredObjectStore } from '../../adapters/object-store/measured-object-store.ts';
import { createByteCache } from '../../platform/byte-cache.ts';
import { createWorkQueue } from '../../platform/work-queue.ts';
import type { KeptPictures } from './kept-pictures.ts';
import { createPictures } from './pictures.ts';
import { createSourcePictures } from './source-pictures.ts';

const rules = {
  geometry: 'proportional',
  background: '000000',
  maxSourceBytes: 10_000,
  maxSeconds: 10,
  maxPixels: 1_000_000,
  maxFrames: 200,
  maxOutputPx: 2000,
} as const;
const order: ImageOrder = { key: 'a.png', options: { widthPx: 8, heightPx: null, quality: null }, format: 'webp' };
const nothingKept: KeptPictures = { find: async () => null, keep: () => undefined, settle: async () => undefined };

let root: string;
let nowMs: number;
let trace: string[];
let counted: string[];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sluice-pictures-'));
  nowMs = 1_000_000;
  trace = [];
  counted = [];
});
afterEach(() => rm(root, { recursive: true, force: true }));

const painted = (background: string) =>
  sharp({ create: { width: 16, height: 12, channels: 3, background } })
    .png()
    .toBuffer();

function open({ memoryBytes = 100_000, waiting = 10 } = {}) {
  const store = createFsObjectStore({ name: 'source', root });
  // As if it were another machine's: what is read is seen.
  const { localPath: _local, ...remote } = measuredObjectStore(store, (operation) => trace.push(operation));
  const sources = createSourcePictures(remote, rules.maxSourceBytes);
  const queue = createWorkQueue(1, waiting);
  const find = createPictures({
    memory: createByteCache(memoryBytes),
    kept: nothingKept,
    sources,
    engine: createSharpEngine(rules, 1),
    queue,
    clock: { nowMs: () => nowMs },
    events: {
      countCacheEvent: (layer, result) => counted.push(`${layer} ${result}`),
      countResult: (result) => counted.push(result),
      countError: (stage, status) => counted.push(`${stage} ${status}`),
    },
  });
  return { store, sources, queue, find };
}
/** What the store was asked since the last time. */
const since = (): string[] => trace.splice(0);

describe('pictures', () => {
  it('are counted by where they came from, and by what failed', async () => {
    const { store, find } = open();
    await expect(find(order)).rejects.toMatchObject({ status: 404 });
    expect(counted.splice(0)).toEqual(['error', 'source_fetch 404']);
    await store.put('a.png', Buffer.from('no picture'));
    await expect(find(order)).rejects.toMatchObject({ status: 422 });
    expect(counted.splice(0)).toEqual(['error', 'process 422']);
    await store.put('a.png', await painted('#f00'));
    await find(order);
    expect(counted.splice(0)).toEqual(['memory miss', 'storage miss', 'processed']);
    await find(order);
    nowMs += 5000;
    await find(order);
    expect(counted).toEqual(['memory hit', 'memory_hit', 'memory hit', 'memory_hit']);
  });

  it('come from memory, and the source is looked at again after two seconds', async () => {
    const { store, find } = open();
    await store.put('a.png', await painted('#f00'));
    const red = await find(order);
    expect(since()).toEqual(['size', 'get']);
    nowMs += 1999;
    expect(await find(order)).toBe(red);
    expect(since()).toEqual([]);
    nowMs += 1;
    expect(await find(order)).toBe(red);
    expect(since()).toEqual(['size']);
    nowMs += 1999;
    await find(order);
    expect(since()).toEqual([]);
  });

  it('are made anew from an overwritten source, and end with it', async () => {
    const { store, find } = open();
    await store.put('a.png', await painted('#f00'));
    const red = await find(order);
    await store.put('a.png', await painted('#00f'));
    nowMs += 1999;
    expect(await find(order)).toBe(red);
    nowMs += 1;
    expect((await find(order)).etag).not.toBe(red.etag);
    await store.delete('a.png');
    nowMs += 2000;
    await expect(find(order)).rejects.toMatchObject({ status: 404, message: 'source image not found' });
  });

  it('serve all who waited, however long they took', async () => {
    const { store, find } = open({ memoryBytes: 0 });
    await store.put('a.png', await painted('#f00'));
    const both = Promise.all([find(order), find(order)]);
    nowMs += 60_000;
    const [first, second] = await both;
    expect(first).toBe(second);
    expect(since()).toEqual(['size', 'get']);
  });

  it('have their source read once for all who read it at the same time, and again afterwards', async () => {
    const { store, sources } = open();
    const info = await store.put('a.png', await painted('#f00'));
    const [first, second] = await Promise.all([sources.open(info), sources.open(info)]);
    expect(first).toBe(second);
    expect(since()).toEqual(['get']);
    await sources.open(info);
    expect(since()).toEqual(['get']);
  });

  it('are refused when too many wait, and a source that is too large is never read', async () => {
    const { store, queue, find } = open({ waiting: 0 });
    await store.put('a.png', await painted('#f00'));
    const other = Promise.withResolvers<void>();
    const busy = queue.run(
      () => other.promise,
      () => new Error('full'),
    );
    await expect(find(order)).rejects.toMatchObject({ status: 503, details: { retryAfterSeconds: 2 } });
    other.resolve();
    await busy;
    await find(order);
    since();
    await store.put('a.png', Buffer.alloc(10_001));
    nowMs += 2000;
    await expect(find(order)).rejects.toMatchObject({ status: 422, details: { reason: 'too-many-bytes' } });
    expect(since()).toEqual(['size']);
  });

  it('tell an outage from a missing source', async () => {
    const broken = { ...createFsObjectStore({ name: 'source', root }), head: () => Promise.reject(new Error('gone')) };
    const sources = createSourcePictures(broken, rules.maxSourceBytes);
    await expect(sources.look('a.png')).rejects.toMatchObject({ status: 502, message: 'source storage unavailable' });
    await expect(open().find({ ...order, key: 'a/../b' })).rejects.toMatchObject({ status: 404 });
  });
});
