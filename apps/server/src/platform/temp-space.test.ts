import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pidSpace } from './process-identity.ts';
import { createTempSpace, sweepTempSpace } from './temp-space.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sluice-temp-'));
});
afterEach(() => rmSync(root, { recursive: true }));

test('a folder is private and gone afterwards', async () => {
  const result = await createTempSpace(root).use('probe ../film', async (folder) => {
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(basename(folder)).toMatch(/^probe-film\./);
    writeFileSync(join(folder, 'still.png'), 'x');
    return 42;
  });
  expect(result).toBe(42);
  expect(readdirSync(root)).toEqual([]);
});

test('a folder is gone when the work fails', async () => {
  const failing = createTempSpace(root).use('encode', async (folder) => {
    mkdirSync(join(folder, 'deep', 'er'), { recursive: true });
    throw new Error('broken');
  });
  await expect(failing).rejects.toThrow('broken');
  expect(readdirSync(root)).toEqual([]);
});

test('what dead processes left is swept before the first use, living ones keep theirs', async () => {
  const { pid: dead } = spawnSync('true');
  mkdirSync(join(root, `encode.${pidSpace()}.${dead}.1.0123456789ab`));
  // Our pid, but of a process that started at another time.
  mkdirSync(join(root, `encode.${pidSpace()}.${process.pid}.1.0123456789ab`));
  await createTempSpace(root).use('first', async (living) => {
    expect(readdirSync(root)).toEqual([basename(living)]);
    await createTempSpace(root).use('second', async () => expect(readdirSync(root)).toContain(basename(living)));
  });
});

test('folders of processes that we cannot see are kept for two days', async () => {
  const foreign = join(root, 'encode.000000000000.7.1.0123456789ab');
  const strange = join(root, 'family-photos');
  for (const folder of [foreign, strange]) {
    mkdirSync(folder);
    utimesSync(folder, new Date(0), new Date(0));
  }
  await sweepTempSpace(root, 47 * 3600 * 1000);
  expect(readdirSync(root)).toHaveLength(2);
  await sweepTempSpace(root, 49 * 3600 * 1000);
  expect(readdirSync(root)).toEqual(['family-photos']);
});
