import type { SourceView } from '@sluice/contract';
import type { ObjectInfo } from '../../ports/object-store.ts';

/** What callers are told of an object that they stored. */
export const sourceView = (info: ObjectInfo): SourceView => ({
  key: info.key,
  size: info.size,
  etag: info.etag,
  last_modified: info.lastModified.toISOString(),
});
