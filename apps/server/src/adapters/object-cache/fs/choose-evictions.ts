/** A file of the cache as a look at the folder shows it. */
export interface CachedFile {
  readonly path: string;
  readonly bytes: number;
  readonly usedAtMs: number;
}

/** So that a full cache is not looked through again for every file that comes in. */
const ROOM_SHARE = 0.1;

/**
 * What has to go so that `incomingBytes` more fit into `maxBytes`: the files that were used longest ago, and then a
 * tenth more than needed.
 */
export function chooseEvictions(
  files: readonly CachedFile[],
  maxBytes: number,
  incomingBytes: number,
): { readonly evicted: readonly CachedFile[]; readonly keptBytes: number } {
  let keptBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
  if (keptBytes + incomingBytes <= maxBytes) return { evicted: [], keptBytes };
  const goalBytes = Math.max(0, maxBytes * (1 - ROOM_SHARE) - incomingBytes);
  const evicted: CachedFile[] = [];
  for (const file of files.toSorted((a, b) => a.usedAtMs - b.usedAtMs)) {
    if (keptBytes <= goalBytes) break;
    evicted.push(file);
    keptBytes -= file.bytes;
  }
  return { evicted, keptBytes };
}
