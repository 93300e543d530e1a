import { chmod, constants, copyFile, link, lstat, open, unlink } from 'node:fs/promises';
import type { ObjectInfo } from '../../../ports/object-store.ts';
import { objectExists, objectMissing } from '../storage-errors.ts';
import { type ConfinedTree, entryOf, isErrno, withHandle } from './confined-tree.ts';
import { isKeyConflict, keyConflict } from './explain-fs-error.ts';
import { parseFsKey } from './fs-key.ts';
import { OBJECT_MODE } from './incoming.ts';
import { describeFile, openObject } from './read-object.ts';

/** A delete beside us may prune the folder between making and using it; it cannot do so forever. */
const PLACE_ATTEMPTS = 5;

/** Calls `act` with the path where the object's file belongs, and makes its name durable. */
export async function placeObject(
  tree: ConfinedTree,
  key: string,
  act: (path: string) => Promise<void>,
): Promise<ObjectInfo> {
  const segments = parseFsKey(key);
  for (let attempt = 1; ; attempt++) {
    try {
      return await withHandle(tree.makeFolder(segments.slice(0, -1)), async (folder) => {
        const path = entryOf(folder, segments.at(-1) ?? '');
        await act(path);
        await folder.sync();
        return describeFile(key, await lstat(path, { bigint: true }));
      });
    } catch (error) {
      if (isKeyConflict(error)) throw keyConflict(key, error);
      if (!isErrno(error, 'ENOENT') || attempt === PLACE_ATTEMPTS) throw error;
    }
  }
}

/** Unlike a rename, a link never takes a name that is in use. */
export async function linkNew(key: string, incoming: string, path: string): Promise<void> {
  await link(incoming, path).catch((error: unknown) => {
    throw isErrno(error, 'EEXIST') ? objectExists(key) : error;
  });
}

/** Makes `incoming` a second name of the object's bytes where nobody edits them in place, else a copy. */
export async function shareOrCopy(tree: ConfinedTree, key: string, incoming: string): Promise<void> {
  const segments = parseFsKey(key);
  await withHandle(tree.openFolder(segments.slice(0, -1)), async (folder) => {
    const source = entryOf(folder, segments.at(-1) ?? '');
    const stats = await lstat(source);
    if (!stats.isFile()) throw objectMissing(key);
    const isReadOnly = (stats.mode & 0o222) === 0;
    if (isReadOnly && (await tryLink(source, incoming))) return;
    await copyBytes(tree, key, incoming);
  });
}

/** False where the file system or its limits do not allow another link. */
async function tryLink(source: string, incoming: string): Promise<boolean> {
  try {
    await link(source, incoming);
  } catch (error) {
    if (isErrno(error, 'EPERM', 'EMLINK', 'EXDEV', 'ENOTSUP', 'EOPNOTSUPP')) return false;
    throw error;
  }
  // `link` does not follow a symbolic link, so one that was swapped in just now is seen here.
  if ((await lstat(incoming)).isFile()) return true;
  await unlink(incoming);
  return false;
}

/** Shares blocks where the file system can (reflink), else copies. */
async function copyBytes(tree: ConfinedTree, key: string, incoming: string): Promise<void> {
  const { file } = await openObject(tree, key);
  await withHandle(Promise.resolve(file), (source) =>
    copyFile(`/proc/self/fd/${source.fd}`, incoming, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE),
  );
  await chmod(incoming, OBJECT_MODE);
  await withHandle(open(incoming, 'r'), (copy) => copy.sync());
}
