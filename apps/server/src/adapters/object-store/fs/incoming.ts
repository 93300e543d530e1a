import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, readdir, stat, unlink } from 'node:fs/promises';
import { type ConfinedTree, entryOf, withHandle } from './confined-tree.ts';
import { INCOMING_FOLDER } from './fs-key.ts';

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;

/**
 * What we write is read-only from the start: nobody edits it in place by accident, so that a copy may share
 * its bytes by a hard link.
 */
export const OBJECT_MODE = 0o444;
/** A body that grew no further for this long belongs to a process that is gone. */
const LEFTOVER_AGE_MS = 24 * 3600 * 1000;

/** Gives a path for a file in the making, outside of what can be listed, and removes what is left of it. */
export async function withIncoming<T>(tree: ConfinedTree, work: (path: string) => Promise<T>): Promise<T> {
  return withHandle(tree.makeFolder([INCOMING_FOLDER]), async (folder) => {
    const path = entryOf(folder, randomBytes(16).toString('hex'));
    try {
      return await work(path);
    } finally {
      await unlink(path).catch(() => undefined);
    }
  });
}

/** Writes a whole body to a new file and flushes it to the disk. */
export async function writeNewFile(path: string, body: AsyncIterable<Uint8Array>): Promise<void> {
  await withHandle(open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, OBJECT_MODE), async (file) => {
    for await (const chunk of body) {
      let written = 0;
      while (written < chunk.length) written += (await file.write(chunk, written)).bytesWritten;
    }
    await file.sync();
  });
}

/** Removes bodies that a killed process never finished. */
export async function sweepIncoming(tree: ConfinedTree, nowMs = Date.now()): Promise<void> {
  await withHandle(tree.makeFolder([INCOMING_FOLDER]), async (folder) => {
    for (const name of await readdir(entryOf(folder, ''))) {
      const path = entryOf(folder, name);
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: nowMs }));
      if (nowMs - mtimeMs > LEFTOVER_AGE_MS) await unlink(path).catch(() => undefined);
    }
  });
}
