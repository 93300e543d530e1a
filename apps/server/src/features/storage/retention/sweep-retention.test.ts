import { mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createFsObjectStore } from '../../../adapters/object-store/fs/create-fs-object-store.ts';
import { createLogger } from '../../../platform/logger.ts';
import { sweepRetention } from './sweep-retention.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sluice-retention-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const nowMs = Date.parse('2026-04-24T12:00:00Z');
const account = {
  ...{ id: '', name: 'a', accessKey: 'k', enabled: true, provider: 'p', directory: 'cams', dayLimit: 7 },
  providers: new Set(['p', 'gone']),
};

it('removes what is too old in the directory of its account, and nothing else', async () => {
  const store = createFsObjectStore({ name: 'p', root });
  const put = async (key: string, days: number): Promise<void> => {
    await store.put(key, new Uint8Array(1));
    const time = new Date(nowMs - days * 86_400_000);
    await utimes(join(root, key), time, time);
  };
  for (const key of ['cams/old', 'cams/deep/old', 'cams-of-others/old', 'old', 'other/cams/old']) await put(key, 7.1);
  for (const key of ['cams/young', 'cams/deep/young']) await put(key, 6.9);
  const parts = {
    loadAccounts: async () => [account],
    providers: { open: async (name: string) => (name === 'p' ? store : null) },
    nowMs: () => nowMs,
    log: createLogger('silent'),
  };
  const keys = async (): Promise<string[]> => {
    const found: string[] = [];
    for await (const { key } of store.list('')) found.push(key);
    return found;
  };
  await sweepRetention({ ...parts, signal: AbortSignal.abort() });
  expect(await keys()).toHaveLength(7);
  await sweepRetention({ ...parts, signal: new AbortController().signal });
  expect(await keys()).toEqual(['cams-of-others/old', 'cams/deep/young', 'cams/young', 'old', 'other/cams/old']);
});
