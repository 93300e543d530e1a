import type { IncomingHttpHeaders } from 'node:http';
import type { ObjectInfo } from '../../ports/object-store.ts';

/** HTTP quotes validators; ours are without. */
export function bareEtag(quoted: string | undefined): string {
  return (quoted ?? '').replace(/^(W\/)?"|"$/g, '');
}

/** From the head of an answer to a GET; the size is the whole object's, also of a range. */
export function infoFromHeaders(key: string, headers: IncomingHttpHeaders): ObjectInfo {
  const total = /\/(\d+)$/.exec(headers['content-range'] ?? '')?.[1] ?? headers['content-length'];
  const contentType = headers['content-type'];
  return {
    key,
    size: Number(total ?? 0),
    etag: bareEtag(headers.etag),
    lastModified: new Date(headers['last-modified'] ?? 0),
    ...(contentType === undefined ? {} : { contentType }),
  };
}
