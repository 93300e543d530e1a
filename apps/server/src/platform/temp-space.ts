import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { TempSpace } from '../ports/temp-space.ts';
import { pidSpace, processStartTicks } from './process-identity.ts';

/** Folders of processes that we cannot see (another container) are left alone for this long. */
const FOREIGN_MAX_AGE_MS = 48 * 3600 * 1000;

/**
 * Scratch folders under `root`, each private (0700) and removed when its work ends.
 * What killed processes left is removed before the first use: a folder's name says who owns it.
 */
export function createTempSpace(root: string): TempSpace {
  let swept: Promise<void> | undefined;
  return {
    async use(purpose, work) {
      swept ??= sweepTempSpace(root);
      await swept;
      const folder = join(root, formatFolderName(purpose));
      await mkdir(folder, { mode: 0o700 });
      try {
        return await work(folder);
      } finally {
        // A folder that resists is found by the next start; the outcome of the work matters more.
        await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
      }
    },
  };
}

/** Makes the root and removes the folders of processes that are gone. Safe while other processes use the same root. */
export async function sweepTempSpace(root: string, nowMs = Date.now()): Promise<void> {
  await mkdir(root, { recursive: true, mode: 0o700 });
  for (const name of await readdir(root)) {
    const owner = parseFolderName(name);
    if (owner === null || !(await isLeftover(root, name, owner, nowMs))) continue;
    await rm(join(root, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

async function isLeftover(root: string, name: string, owner: FolderOwner, nowMs: number): Promise<boolean> {
  if (owner.space === pidSpace()) return processStartTicks(owner.pid) !== owner.startTicks;
  const { mtimeMs } = await stat(join(root, name)).catch(() => ({ mtimeMs: nowMs }));
  return nowMs - mtimeMs > FOREIGN_MAX_AGE_MS;
}

interface FolderOwner {
  readonly space: string;
  readonly pid: number;
  readonly startTicks: string;
}

function formatFolderName(purpose: string): string {
  const label = purpose.replace(/[^A-Za-z0-9-]+/g, '-').slice(0, 40) || 'work';
  const startTicks = processStartTicks(process.pid) ?? '0';
  return `${label}.${pidSpace()}.${process.pid}.${startTicks}.${randomBytes(6).toString('hex')}`;
}

/** Null for anything that this file did not make: strangers' folders are never removed. */
function parseFolderName(name: string): FolderOwner | null {
  const match = /^[A-Za-z0-9-]+\.([0-9a-f]{12})\.(\d+)\.(\d+)\.[0-9a-f]{12}$/.exec(name);
  if (match === null) return null;
  const [, space = '', pid = '', startTicks = ''] = match;
  return { space, pid: Number(pid), startTicks };
}
