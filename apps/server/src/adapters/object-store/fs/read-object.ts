import type { BigIntStats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { contentTypeOf } from '../../../platform/content-type.ts';
import type { ByteRange, ObjectInfo } from '../../../ports/object-store.ts';
import { byteWindow } from '../byte-window.ts';
import { objectMissing, storageUnavailable } from '../storage-errors.ts';
import type { ConfinedTree } from './confined-tree.ts';
import { parseFsKey } from './fs-key.ts';

export interface OpenObject {
  readonly file: FileHandle;
  readonly info: ObjectInfo;
}

/** Opens the object's file; the caller closes it. */
export async function openObject(tree: ConfinedTree, key: string): Promise<OpenObject> {
  const file = await tree.openFile(parseFsKey(key));
  try {
    const stats = await file.stat({ bigint: true });
    if (!stats.isFile()) throw objectMissing(key);
    return { file, info: describeFile(key, stats) };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/**
 * The validator is made of size, time of change and file number: every put makes a new file, and an edit in
 * place moves the time. A hard-linked copy keeps it, as it keeps the bytes.
 */
export function describeFile(key: string, stats: BigIntStats): ObjectInfo {
  return {
    key,
    size: Number(stats.size),
    etag: [stats.size, stats.mtimeNs, stats.ino].map((part) => part.toString(36)).join('-'),
    lastModified: stats.mtime,
    contentType: contentTypeOf(key),
  };
}

/** One positioned read; more only where the system gives less than asked. */
export async function readWindow({ file, info }: OpenObject, range?: ByteRange): Promise<Uint8Array> {
  const { start, length } = byteWindow(info.key, info.size, range);
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, start + filled);
    if (bytesRead === 0) throw storageUnavailable('The object was shortened while it was read: try again.', null);
    filled += bytesRead;
  }
  return bytes;
}
