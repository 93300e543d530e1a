import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Presentation, readDecodeTime, type Sample, type Track } from '@sluice/media';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFsObjectStore } from '../../src/adapters/object-store/fs/create-fs-object-store.ts';
import type { ObjectStore } from '../../src/ports/object-store.ts';
import { type GrownPart, readGrownParts } from '../../src/processing/programme/live/grown-part.ts';
import { openLiveRendition } from '../../src/processing/programme/live/live-rendition.ts';
import { assetPrefix, renditionKeys } from '../../src/processing/segments/media-keys.ts';

const ASSET = 'a'.repeat(64);
const TIMESCALE = 1000;
const track = { trackId: 1, timescale: TIMESCALE } as Track;
const init = Buffer.from('an init section');
const second: readonly Sample[] = Array.from({ length: 10 }, (_, index) => ({
  ...{ durationTicks: 100, compositionOffsetTicks: 0, isSync: index === 0 },
  bytes: Buffer.from('a picture'),
}));
const model = {
  video: ['video/high', 'video/low'].map((path) => ({ path, timescale: TIMESCALE })),
  audio: [],
} as unknown as Presentation;

let folder: string;
let store: ObjectStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-continued-'));
  store = createFsObjectStore({ name: 'media', root: folder });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const keysOf = (path: string) => renditionKeys(assetPrefix(ASSET), path);
const open = (path: string, before: GrownPart | null = null, section: Uint8Array = init, mayStore = true) =>
  openLiveRendition(
    {
      ...{ store, keys: keysOf(path), track, wallClock: (seconds) => seconds * 1000, before, primingTicks: 0 },
      mayStore: async () => mayStore,
    },
    section,
  );
const playlist = async (path: string): Promise<string[]> => {
  const { bytes } = await store.readBytes(keysOf(path).playlist);
  return Buffer.from(bytes).toString().split('\n').slice(6, -1);
};
const startOf = async (path: string, number: number) =>
  readDecodeTime((await store.readBytes(keysOf(path).segment(number))).bytes);

/** What a process left that stored one segment of one rendition and died before the other one's. */
async function leaveParts(): Promise<ReadonlyMap<string, GrownPart>> {
  for (const [path, seconds] of [
    ['video/high', 2],
    ['video/low', 1],
  ] as const) {
    const rendition = await open(path);
    for (let stored = 0; stored < seconds; stored++) await rendition.add(second);
  }
  return readGrownParts(store, ASSET, model);
}

it('goes on where its longest rendition ended, and one that ended before waits until then', async () => {
  const parts = await leaveParts();
  for (const path of ['video/high', 'video/low']) {
    const rendition = await open(path, parts.get(path));
    await rendition.add(second);
    await rendition.add(second);
  }
  const [cut, date] = ['#EXT-X-DISCONTINUITY', '#EXT-X-PROGRAM-DATE-TIME:1970-01-01T00:00:00.000Z'];
  const segment = (number: number) => ['#EXTINF:1.000000,', `seg_${number}.m4s`];
  expect((await playlist('video/high')).slice(1)).toEqual([
    ...[date, ...segment(1), ...segment(2)],
    ...[cut, date, ...segment(3), ...segment(4)],
  ]);
  expect((await playlist('video/low')).slice(1)).toEqual([
    ...[date, ...segment(1)],
    ...[cut, date, ...segment(2), ...segment(3), ...segment(4)],
  ]);
  expect([await startOf('video/high', 3), await startOf('video/low', 2)]).toEqual([2000, 1000]);
  expect(await startOf('video/low', 3)).toBe(2000);
});

it('does not go on in another form, or where something is missing', async () => {
  const parts = await leaveParts();
  const refused = { code: 'programme/not-continued' };
  await expect(open('video/high', parts.get('video/high'), Buffer.from('another'))).rejects.toMatchObject(refused);
  const more = { ...model, video: [...model.video, { path: 'video/lost', timescale: TIMESCALE }] } as Presentation;
  await expect(readGrownParts(store, ASSET, more)).rejects.toMatchObject(refused);
});

it('is left alone by a process that does not have it any more', async () => {
  const parts = await leaveParts();
  const before = await playlist('video/high');
  const rendition = await open('video/high', parts.get('video/high'), init, false);
  await expect(rendition.add(second)).rejects.toThrow('another process');
  expect(await playlist('video/high')).toEqual(before);
});
