import type { IncomingMessage } from 'node:http';
import type { ByteRange, ObjectInfo } from '../../../ports/object-store.ts';
import { explainBucketError } from '../explain-bucket-error.ts';
import { bareEtag, infoFromHeaders } from '../object-info.ts';
import { assertKey } from '../object-key.ts';
import { ReadFailure } from '../read-over-http.ts';
import { rangeNotSatisfiable } from '../storage-errors.ts';
import type { S3Connection } from './s3-connection.ts';

export async function headObject(connection: S3Connection, key: string): Promise<ObjectInfo | null> {
  assertKey(key);
  const { sdk, client } = await connection.load();
  try {
    const found = await client.send(new sdk.HeadObjectCommand({ Bucket: connection.bucket, Key: key }));
    // An answer that lost its length must not make an empty object of a large one.
    if (found.ContentLength === undefined) throw new Error('the store did not tell the size of the object');
    return {
      key,
      size: found.ContentLength,
      etag: bareEtag(found.ETag),
      lastModified: found.LastModified ?? new Date(0),
      ...(found.ContentType === undefined ? {} : { contentType: found.ContentType }),
    };
  } catch (error) {
    const failure = explainBucketError(connection.signs, key, error);
    if (failure.code === 'storage/object-missing') return null;
    throw failure;
  }
}

/** Resolves at the head of the answer, before its body. */
export async function openObject(
  connection: S3Connection,
  key: string,
  range: ByteRange | undefined,
): Promise<{ info: ObjectInfo; body: IncomingMessage }> {
  assertKey(key);
  const header = range === undefined ? undefined : `bytes=${range.first}-${range.last}`;
  try {
    // A backward range is no range to HTTP: the server would answer with the whole object.
    if (range !== undefined && range.last < range.first) throw new ReadFailure(416, 'InvalidRange');
    const body = await connection.read(await connection.readTarget(key), header);
    return { info: infoFromHeaders(key, body.headers), body };
  } catch (error) {
    const isBehind = error instanceof ReadFailure && error.$metadata.httpStatusCode === 416;
    throw isBehind ? rangeNotSatisfiable(key, (await headObject(connection, key))?.size ?? 0) : error;
  }
}
