import { createHash } from 'node:crypto';
import type { ObjectVersion } from '../../../ports/object-cache.ts';

const MAGIC = Buffer.from('sluice object 1\n');
const DIGEST_BYTES = 32;

/** What a file has besides the object's bytes. */
export const CACHE_HEADER_BYTES = MAGIC.byteLength + DIGEST_BYTES;

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What the names of the files of a group begin with. */
export const cacheGroupName = (group: string): string => hash(group).slice(0, 32);

/** Name of the file of one version of an object: nothing about a viewer or a credential can get into it. */
export const cacheFileName = ({ group, key, etag }: ObjectVersion): string =>
  `${cacheGroupName(group)}-${hash(JSON.stringify([key, etag]))}`;

/** Covers the name, so that a file under the name of another one is found out. */
const digestOf = (name: string, bytes: Uint8Array): Buffer => createHash('sha256').update(name).update(bytes).digest();

/** What is written before the object's bytes. */
export const formatCacheHeader = (name: string, bytes: Uint8Array): Uint8Array =>
  Buffer.concat([MAGIC, digestOf(name, bytes)]);

/** The object's bytes; null for a file that is not exactly what was written under this name. */
export function parseCacheFile(name: string, file: Uint8Array): Uint8Array | null {
  const bytes = file.subarray(CACHE_HEADER_BYTES);
  const isIntact =
    MAGIC.equals(file.subarray(0, MAGIC.byteLength)) &&
    digestOf(name, bytes).equals(file.subarray(MAGIC.byteLength, CACHE_HEADER_BYTES));
  return isIntact ? bytes : null;
}
