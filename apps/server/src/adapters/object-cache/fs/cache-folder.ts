import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, rename, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CachedFile } from './choose-evictions.ts';

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_WRONLY } = constants;

/** Media of protected assets lies here: nobody else on the machine may look. */
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
/** A file in the making that is so old belongs to a process that is gone. */
const LEFTOVER_AGE_MS = 15 * 60_000;

/** Another process may have removed it just now. */
function ignoreMissing(error: unknown): undefined {
  if (error instanceof Error && (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
  throw error;
}

async function filesBelow(folder: string): Promise<CachedFile[]> {
  const files: CachedFile[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) continue;
    const path = join(entry.parentPath, entry.name);
    const stats = await lstat(path).catch(ignoreMissing);
    if (stats !== undefined) files.push({ path, bytes: stats.size, usedAtMs: stats.atimeMs });
  }
  return files;
}

/** Files by name below one folder; several processes may share it. */
export interface CacheFolder {
  /** Null when there is none; a file of another size than `size` gives no bytes. Counts as a use. */
  read(name: string, size: number): Promise<Uint8Array | null>;
  /** All of the parts under this name at once, or nothing. */
  write(name: string, parts: readonly Uint8Array[]): Promise<void>;
  remove(path: string): Promise<void>;
  /** Removes every file whose name begins with `prefix`, which has two characters or more. */
  removeAll(prefix: string): Promise<void>;
  pathOf(name: string): string;
  /** Every file with its size and last use; what killed processes left in the making is removed. */
  list(nowMs: number): Promise<readonly CachedFile[]>;
}

export function createCacheFolder(root: string): CacheFolder {
  const incoming = join(root, 'incoming');
  const objects = join(root, 'objects');
  const pathOf = (name: string): string => join(objects, name.slice(0, 2), name);
  const makeFolder = (path: string) => mkdir(path, { recursive: true, mode: FOLDER_MODE });
  const remove = (path: string): Promise<void> => unlink(path).catch(ignoreMissing);

  async function writeFile(path: string, parts: readonly Uint8Array[]): Promise<void> {
    const file = await open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, FILE_MODE);
    try {
      // Not flushed: what a power failure tears is found out when it is read.
      for (const part of parts) await file.writeFile(part);
    } finally {
      await file.close();
    }
  }

  return {
    pathOf,
    remove,
    async read(name, size) {
      const path = pathOf(name);
      const file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch(ignoreMissing);
      if (file === undefined) return null;
      try {
        const stats = await file.stat();
        if (!stats.isFile() || stats.size !== size) return new Uint8Array();
        const bytes = await file.readFile();
        await file.utimes(new Date(), stats.mtime).catch(() => undefined);
        return bytes;
      } finally {
        await file.close();
      }
    },
    async write(name, parts) {
      const draft = join(incoming, randomBytes(16).toString('hex'));
      const path = pathOf(name);
      await Promise.all([makeFolder(incoming), makeFolder(dirname(path))]);
      try {
        await writeFile(draft, parts);
        await rename(draft, path);
      } catch (error) {
        await remove(draft);
        throw error;
      }
    },
    async removeAll(prefix) {
      const folder = dirname(pathOf(prefix));
      const names = (await readdir(folder).catch(ignoreMissing)) ?? [];
      for (const name of names) if (name.startsWith(prefix)) await remove(join(folder, name));
    },
    async list(nowMs) {
      await Promise.all([makeFolder(incoming), makeFolder(objects)]);
      for (const draft of await filesBelow(incoming)) {
        if (nowMs - draft.usedAtMs > LEFTOVER_AGE_MS) await remove(draft.path);
      }
      return filesBelow(objects);
    },
  };
}
