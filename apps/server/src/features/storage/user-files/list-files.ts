import type { FileList } from '@sluice/contract';
import type { ObjectInfo, ObjectStore } from '../../../ports/object-store.ts';
import { formatUserTime } from '../../identity/index.ts';

const view = ({ key, size, lastModified }: ObjectInfo): FileList['files'][number] => ({
  storage_path: key,
  size,
  last_modified: formatUserTime(lastModified),
});

/** Where a page begins, as a text that callers hand back: the path before it. */
const formatCursor = (key: string): string => Buffer.from(key).toString('base64url');
const parseCursor = (text: string): Buffer => Buffer.from(text, 'base64url');

/** One page of the objects whose key starts with `prefix`, in the order of their bytes. */
export async function listFiles(
  store: Pick<ObjectStore, 'list'>,
  prefix: string,
  { cursor, limit }: { readonly cursor: string | null; readonly limit: number },
): Promise<FileList> {
  const after = cursor === null ? null : parseCursor(cursor);
  const found: ObjectInfo[] = [];
  for await (const info of store.list(prefix)) {
    if (after !== null && Buffer.compare(Buffer.from(info.key), after) <= 0) continue;
    // One more tells whether there is a next page.
    if (found.push(info) > limit) break;
  }
  const files = found.slice(0, limit);
  const last = found.length > limit ? files.at(-1) : undefined;
  return { files: files.map(view), next_cursor: last === undefined ? null : formatCursor(last.key) };
}
