import { lstat, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { ObjectInfo, ObjectStore, PutOptions } from '../../../ports/object-store.ts';
import { boundedBody } from '../bounded-body.ts';
import { byteWindow } from '../byte-window.ts';
import { type ConfinedTree, createConfinedTree, entryOf, isErrno, withHandle } from './confined-tree.ts';
import { explainFsError, explainRootError } from './explain-fs-error.ts';
import { parseFsKey } from './fs-key.ts';
import { sweepIncoming, withIncoming, writeNewFile } from './incoming.ts';
import { listFiles } from './list-files.ts';
import { linkNew, placeObject, shareOrCopy } from './place-object.ts';
import { describeFile, openObject, readWindow } from './read-object.ts';

export interface FsObjectStoreOptions {
  readonly name: string;
  /** Object `a/b.mp4` is the plain file `<root>/a/b.mp4`; a file dropped in is an object. */
  readonly root: string;
}

/** A stream of a large file keeps this much of it in memory. */
const STREAM_CHUNK_BYTES = 256 * 1024;

/** Objects as plain files. Puts are atomic and durable; symbolic links below the root are never followed. */
export function createFsObjectStore(options: FsObjectStoreOptions): ObjectStore {
  const tree = createConfinedTree(options.root);
  let swept: Promise<void> | undefined;
  const explained = <T>(key: string, work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => Promise.reject(explainFsError(options.name, key, error)));

  return {
    name: options.name,
    capabilities: { presign: false, localFiles: true },
    async put(key, body, putOptions = {}) {
      const bounded = boundedBody(key, body, putOptions);
      // Best effort: a store that cannot be swept says why when it is written.
      swept ??= sweepIncoming(tree).catch(() => undefined);
      try {
        parseFsKey(key);
        await swept;
        return await putFile(tree, key, bounded.body, putOptions);
      } catch (error) {
        throw bounded.failure() ?? explainFsError(options.name, key, error);
      }
    },
    head: (key) => explained(key, headFile(tree, key)),
    readBytes: (key, range) =>
      explained(
        key,
        openObject(tree, key).then((object) =>
          withHandle(Promise.resolve(object.file), async () => ({
            info: object.info,
            bytes: await readWindow(object, range),
          })),
        ),
      ),
    readStream: (key, range) => explained(key, streamFile(tree, key, range)),
    async *list(prefix) {
      try {
        for await (const { key, stats } of listFiles(tree, prefix)) yield describeFile(key, stats);
      } catch (error) {
        throw explainFsError(options.name, prefix, error);
      }
    },
    delete: (key) => explained(key, deleteFile(tree, key)),
    copy: (fromKey, toKey) => explained(fromKey, copyFile(tree, fromKey, toKey)),
    localPath: (key) =>
      explained(
        key,
        openObject(tree, key).then(async ({ file }) => {
          await file.close();
          return join(await tree.rootPath(), ...parseFsKey(key));
        }),
      ),
    check: () =>
      withIncoming(tree, (path) => writeNewFile(path, oneByte())).catch((error: unknown) => {
        throw explainRootError(options.name, error);
      }),
  };
}

async function putFile(
  tree: ConfinedTree,
  key: string,
  body: AsyncIterable<Uint8Array>,
  options: PutOptions,
): Promise<ObjectInfo> {
  return withIncoming(tree, async (incoming) => {
    await writeNewFile(incoming, body);
    return placeObject(tree, key, (path) => (options.ifAbsent ? linkNew(key, incoming, path) : rename(incoming, path)));
  });
}

async function headFile(tree: ConfinedTree, key: string): Promise<ObjectInfo | null> {
  const segments = parseFsKey(key);
  try {
    return await withHandle(tree.openFolder(segments.slice(0, -1)), async (folder) => {
      const stats = await lstat(entryOf(folder, segments.at(-1) ?? ''), { bigint: true });
      return stats.isFile() ? describeFile(key, stats) : null;
    });
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR', 'ELOOP')) return null;
    throw error;
  }
}

async function streamFile(
  tree: ConfinedTree,
  key: string,
  range: Parameters<ObjectStore['readStream']>[1],
): ReturnType<ObjectStore['readStream']> {
  const { file, info } = await openObject(tree, key);
  try {
    const { start, length } = byteWindow(key, info.size, range);
    // `end` is inclusive, so that an empty window cannot be said; an empty file ends by itself.
    const bounds = length === 0 ? {} : { start, end: start + length - 1 };
    return { info, body: file.createReadStream({ ...bounds, highWaterMark: STREAM_CHUNK_BYTES }) };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function deleteFile(tree: ConfinedTree, key: string): Promise<void> {
  const segments = parseFsKey(key);
  const folder = segments.slice(0, -1);
  try {
    await withHandle(tree.openFolder(folder), async (parent) => {
      const path = entryOf(parent, segments.at(-1) ?? '');
      if ((await lstat(path)).isFile()) await unlink(path);
    });
  } catch (error) {
    if (!isErrno(error, 'ENOENT', 'ENOTDIR', 'ELOOP')) throw error;
  }
  await tree.prune(folder);
}

async function copyFile(tree: ConfinedTree, fromKey: string, toKey: string): Promise<void> {
  parseFsKey(toKey);
  await withIncoming(tree, async (incoming) => {
    await shareOrCopy(tree, fromKey, incoming);
    await placeObject(tree, toKey, (path) => rename(incoming, path));
  });
}

async function* oneByte(): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(1);
}
