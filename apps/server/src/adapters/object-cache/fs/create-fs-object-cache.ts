import type { CacheReading, ObjectCache, ObjectVersion } from '../../../ports/object-cache.ts';
import { CACHE_HEADER_BYTES, cacheFileName, cacheGroupName, formatCacheHeader, parseCacheFile } from './cache-file.ts';
import { createCacheFolder } from './cache-folder.ts';
import { chooseEvictions } from './choose-evictions.ts';

export interface FsObjectCacheOptions {
  /** Made when it is missing. Several processes may share it. */
  readonly folder: string;
  readonly maxBytes: number;
  /** Told of a disk that does not do what it should; the cache goes on without it. */
  readonly reportFailure: (error: unknown) => void;
}

/** Objects that wait to be written take no more memory than this. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;
/** The folder is looked through anew after so much of the bound was written: another process may write there too. */
const LOOK_SHARE = 1 / 16;

/**
 * Objects as files that outlive the process. A file appears whole or not at all, and its digest is checked at every
 * read: a file that was cut, changed or renamed is removed instead of served.
 */
export function createFsObjectCache({ folder: root, maxBytes, reportFailure }: FsObjectCacheOptions): ObjectCache {
  const folder = createCacheFolder(root);
  let usedBytes = Number.POSITIVE_INFINITY;
  let writtenSinceLook = 0;
  let waitingBytes = 0;

  /** A folder that another process fills as well is over the bound by a sixteenth for each of them at most. */
  async function makeRoom(incomingBytes: number): Promise<void> {
    const isLookDue = writtenSinceLook + incomingBytes > maxBytes * LOOK_SHARE;
    if (usedBytes + incomingBytes <= maxBytes && !isLookDue) return;
    const { evicted, keptBytes } = chooseEvictions(await folder.list(Date.now()), maxBytes, incomingBytes);
    for (const { path } of evicted) await folder.remove(path);
    usedBytes = keptBytes;
    writtenSinceLook = 0;
  }

  async function write(version: ObjectVersion, bytes: Uint8Array): Promise<void> {
    const name = cacheFileName(version);
    const fileBytes = CACHE_HEADER_BYTES + bytes.byteLength;
    await makeRoom(fileBytes);
    await folder.write(name, [formatCacheHeader(name, bytes), bytes]);
    usedBytes += fileBytes;
    writtenSinceLook += fileBytes;
  }

  async function read(version: ObjectVersion): Promise<CacheReading> {
    const name = cacheFileName(version);
    const file = await folder.read(name, CACHE_HEADER_BYTES + version.size);
    if (file === null) return { result: 'miss' };
    const bytes = parseCacheFile(name, file);
    if (bytes !== null) return { result: 'hit', bytes };
    await folder.remove(folder.pathOf(name));
    return { result: 'refused' };
  }

  // One write at a time, after a first look that brings an older content under the bound.
  let writing: Promise<void> = makeRoom(0).catch(reportFailure);
  return {
    read: (version) =>
      read(version).catch((error: unknown) => {
        reportFailure(error);
        return { result: 'refused' } as const;
      }),
    keep(version, bytes) {
      const size = bytes.byteLength;
      const isTooMuch = CACHE_HEADER_BYTES + size > maxBytes || waitingBytes + size > MAX_WAITING_BYTES;
      if (isTooMuch || size !== version.size) return;
      waitingBytes += size;
      writing = writing
        .then(() => write(version, bytes))
        .catch(reportFailure)
        .finally(() => {
          waitingBytes -= size;
        });
    },
    // In its turn, so that nothing which waited before it is left.
    forget(group) {
      writing = writing.then(() => folder.removeAll(`${cacheGroupName(group)}-`)).catch(reportFailure);
    },
    settle: () => writing,
  };
}
