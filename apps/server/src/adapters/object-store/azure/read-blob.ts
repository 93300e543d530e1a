import type { IncomingMessage } from 'node:http';
import type { ByteRange, ObjectInfo } from '../../../ports/object-store.ts';
import { bareEtag, infoFromHeaders } from '../object-info.ts';
import { ReadFailure } from '../read-over-http.ts';
import { rangeNotSatisfiable } from '../storage-errors.ts';
import type { AzureConnection } from './azure-connection.ts';
import { assertAzureKey } from './azure-key.ts';
import { explainAzureError } from './explain-azure-error.ts';

export async function headBlob(connection: AzureConnection, key: string): Promise<ObjectInfo | null> {
  assertAzureKey(key);
  const { container } = await connection.load();
  try {
    const found = await container.getBlobClient(key).getProperties();
    // An answer that lost its length must not make an empty object of a large one.
    if (found.contentLength === undefined) throw new Error('the store did not tell the size of the object');
    return {
      key,
      size: found.contentLength,
      etag: bareEtag(found.etag),
      lastModified: found.lastModified ?? new Date(0),
      ...(found.contentType === undefined ? {} : { contentType: found.contentType }),
    };
  } catch (error) {
    const failure = explainAzureError(connection.signs, key, error);
    if (failure.code === 'storage/object-missing') return null;
    throw failure;
  }
}

/** Resolves at the head of the answer, before its body. */
export async function openBlob(
  connection: AzureConnection,
  key: string,
  range: ByteRange | undefined,
): Promise<{ info: ObjectInfo; body: IncomingMessage }> {
  assertAzureKey(key);
  const header = range === undefined ? undefined : `bytes=${range.first}-${range.last}`;
  try {
    // A backward range is no range to HTTP: the server would answer with the whole object.
    if (range !== undefined && range.last < range.first) throw new ReadFailure(416, 'InvalidRange');
    const body = await connection.read({ url: connection.urlForUs(key) }, header);
    const info = infoFromHeaders(key, body.headers);
    if (range === undefined || range.first < info.size) return { info, body };
    // The emulator answers a range right behind the end with nothing, where Azure refuses it.
    body.destroy();
    throw new ReadFailure(416, 'InvalidRange');
  } catch (error) {
    const isBehind = error instanceof ReadFailure && error.$metadata.httpStatusCode === 416;
    throw isBehind ? rangeNotSatisfiable(key, (await headBlob(connection, key))?.size ?? 0) : error;
  }
}
