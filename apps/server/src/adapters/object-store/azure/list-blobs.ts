import type { ObjectInfo } from '../../../ports/object-store.ts';
import { bareEtag } from '../object-info.ts';
import { keyFault } from '../object-key.ts';
import type { AzureConnection } from './azure-connection.ts';
import { inByteOrder } from './in-byte-order.ts';

/** Page by page. Keys that others made and no store of ours takes are left out. */
export function listBlobs(connection: AzureConnection, prefix: string, pageKeys: number): AsyncGenerator<ObjectInfo> {
  return inByteOrder(readPages(connection, prefix, pageKeys));
}

async function* readPages(
  connection: AzureConnection,
  prefix: string,
  pageKeys: number,
): AsyncGenerator<ObjectInfo, void, undefined> {
  const { container } = await connection.load();
  for await (const page of container.listBlobsFlat({ prefix }).byPage({ maxPageSize: pageKeys })) {
    for (const { name, properties } of page.segment.blobItems) {
      if (keyFault(name) !== null) continue;
      const { contentLength = 0, etag, lastModified, contentType } = properties;
      const info = { key: name, size: contentLength, etag: bareEtag(etag), lastModified };
      yield contentType === undefined ? info : { ...info, contentType };
    }
  }
}
