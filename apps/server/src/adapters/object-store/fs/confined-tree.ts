import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readlink, realpath, rmdir } from 'node:fs/promises';
import { join } from 'node:path';

const { O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants;

/**
 * The path of an entry reached through an open folder (Linux's `/proc/self/fd`): what an operation on it
 * touches cannot be moved aside by swapping a parent for a symbolic link, as `openat` would give.
 */
export function entryOf(folder: FileHandle, name: string): string {
  return `/proc/self/fd/${folder.fd}/${name}`;
}

/** An error in the shape of the system's own, for a path that leads through a symbolic link. */
function crossedLink(): NodeJS.ErrnoException {
  return Object.assign(new Error('a symbolic link is in the way'), { code: 'ELOOP' });
}

/** A tree of folders that is never left: no component of any path in it is followed when it is a symbolic link. */
export interface ConfinedTree {
  /** The tree's root with links resolved: the operator may put the root itself behind one. */
  rootPath(): Promise<string>;
  /** Opens for reading without following links and without blocking on a fifo. `ELOOP` when a link is in the way. */
  openFile(segments: readonly string[]): Promise<FileHandle>;
  openFolder(segments: readonly string[]): Promise<FileHandle>;
  /** As {@link openFolder}, making what is missing. */
  makeFolder(segments: readonly string[]): Promise<FileHandle>;
  /** Removes a folder and its parents, up to the root, as long as they are empty. */
  prune(segments: readonly string[]): Promise<void>;
}

export function createConfinedTree(root: string): ConfinedTree {
  let real: Promise<string> | undefined;
  const tree: ConfinedTree = {
    rootPath() {
      real ??= mkdir(root, { recursive: true }).then(() => realpath(root));
      real.catch(() => {
        real = undefined;
      });
      return real;
    },
    async openFile(segments) {
      return openConfined(join(await tree.rootPath(), ...segments), O_RDONLY);
    },
    async openFolder(segments) {
      return openConfined(join(await tree.rootPath(), ...segments), O_RDONLY | O_DIRECTORY);
    },
    async makeFolder(segments) {
      try {
        return await tree.openFolder(segments);
      } catch (error) {
        const name = segments.at(-1);
        if (!isErrno(error, 'ENOENT') || name === undefined) throw error;
        await withHandle(tree.makeFolder(segments.slice(0, -1)), (parent) => makeEntry(parent, name));
        return tree.openFolder(segments);
      }
    },
    async prune(segments) {
      for (let depth = segments.length; depth > 0; depth--) {
        const name = segments[depth - 1] ?? '';
        const isGone = await withHandle(tree.openFolder(segments.slice(0, depth - 1)), (parent) =>
          rmdir(entryOf(parent, name)),
        ).then(
          () => true,
          () => false,
        );
        if (!isGone) return;
      }
    },
  };
  return tree;
}

async function makeEntry(parent: FileHandle, name: string): Promise<void> {
  await mkdir(entryOf(parent, name)).catch((error: unknown) => {
    if (!isErrno(error, 'EEXIST')) throw error;
  });
}

/** Opens first and asks the kernel afterwards what was opened, so nothing can change in between. */
async function openConfined(path: string, flags: number): Promise<FileHandle> {
  const handle = await open(path, flags | O_NOFOLLOW | O_NONBLOCK);
  try {
    const opened = await readlink(`/proc/self/fd/${handle.fd}`);
    // The kernel's mark for a file that was replaced or removed since: what was opened is still whole.
    if (opened !== path && opened !== `${path} (deleted)`) throw crossedLink();
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

export async function withHandle<T>(
  opening: Promise<FileHandle>,
  work: (handle: FileHandle) => Promise<T>,
): Promise<T> {
  const handle = await opening;
  try {
    return await work(handle);
  } finally {
    await handle.close();
  }
}

export function isErrno(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && codes.includes((error as NodeJS.ErrnoException).code ?? '');
}
