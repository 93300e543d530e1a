import type { BigIntStats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { type ConfinedTree, entryOf, isErrno } from './confined-tree.ts';
import { INCOMING_FOLDER, isNameable } from './fs-key.ts';

export interface ListedFile {
  readonly key: string;
  readonly stats: BigIntStats;
}

/** Files whose key starts with `prefix`, in ascending UTF-8 byte order; opens only folders that can hold one. */
export async function* listFiles(tree: ConfinedTree, prefix: string): AsyncGenerator<ListedFile, void, undefined> {
  const folders = prefix.split('/');
  const namePrefix = folders.pop() ?? '';
  if (folders.some((name) => name === '' || name === '.' || name === '..')) return;
  yield* listFolder(tree, folders, namePrefix);
}

async function* listFolder(
  tree: ConfinedTree,
  segments: readonly string[],
  namePrefix: string,
): AsyncGenerator<ListedFile, void, undefined> {
  for (const entry of await readSorted(tree, segments, namePrefix)) {
    const path = [...segments, entry.name];
    if (entry.stats.isDirectory()) yield* listFolder(tree, path, '');
    else yield { key: path.join('/'), stats: entry.stats };
  }
}

interface Entry {
  readonly name: string;
  readonly stats: BigIntStats;
}

/** Regular files and folders of one folder, in the order of the keys below them. */
async function readSorted(tree: ConfinedTree, segments: readonly string[], namePrefix: string): Promise<Entry[]> {
  const folder = await tree.openFolder(segments).catch((error: unknown) => {
    // Gone since its parent was read, or never a folder: either way it holds no object.
    if (isErrno(error, 'ENOENT', 'ENOTDIR', 'ELOOP')) return null;
    throw error;
  });
  if (folder === null) return [];
  try {
    const entries: Entry[] = [];
    for (const rawName of await readdir(entryOf(folder, ''), { encoding: 'buffer' })) {
      const name = rawName.toString('utf8');
      const isHidden = segments.length === 0 && name === INCOMING_FOLDER;
      if (isHidden || !name.startsWith(namePrefix) || !Buffer.from(name).equals(rawName)) continue;
      const stats = await lstat(entryOf(folder, name), { bigint: true }).catch(() => null);
      const isObject = stats?.isFile() && isNameable([...segments, name].join('/'));
      if (stats !== null && (isObject || stats.isDirectory())) entries.push({ name, stats });
    }
    return entries.sort(byKey);
  } finally {
    await folder.close();
  }
}

/** A folder's keys all carry its slash, so it sorts as if its name ended with one: `a-b` < `a/…` < `a0`. */
function byKey(left: Entry, right: Entry): number {
  return Buffer.compare(sortKey(left), sortKey(right));
}

function sortKey(entry: Entry): Buffer {
  return Buffer.from(entry.stats.isDirectory() ? `${entry.name}/` : entry.name);
}
