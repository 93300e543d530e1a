import { Readable } from 'node:stream';
import type { ObjectInfo, PutOptions } from '../../../ports/object-store.ts';
import { bareEtag } from '../object-info.ts';
import { objectExists, objectTooLarge } from '../storage-errors.ts';
import { headObject } from './read-object.ts';
import type { S3Connection } from './s3-connection.ts';

/** A body of known bytes: one request. */
export async function writeBytes(
  connection: S3Connection,
  key: string,
  bytes: Uint8Array,
  options: PutOptions,
): Promise<ObjectInfo> {
  const { maxBytes, signal } = options;
  if (maxBytes !== undefined && bytes.length > maxBytes) throw objectTooLarge(key, maxBytes);
  signal?.throwIfAborted();
  const { sdk, client } = await connection.load();
  const command = new sdk.PutObjectCommand({ ...target(connection, key, options), Body: bytes });
  const { ETag } = await client.send(command, signal ? { abortSignal: signal } : {});
  return describePut(key, bytes.length, ETag, options);
}

/**
 * A body of unknown length: in parts, of which nothing is kept when it fails. Not every server knows the
 * condition on the end of a multipart upload, so a taken key is also looked for before the body is read.
 */
export async function writeStream(
  connection: S3Connection,
  key: string,
  body: AsyncIterable<Uint8Array>,
  options: PutOptions,
  partBytes: number,
): Promise<ObjectInfo> {
  if (options.ifAbsent && (await headObject(connection, key)) !== null) throw objectExists(key);
  const { uploader } = await connection.load();
  const { Upload } = await import('@aws-sdk/lib-storage');
  let size = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of body) {
      size += chunk.length;
      yield chunk;
    }
  }
  const upload = new Upload({
    client: uploader,
    params: { ...target(connection, key, options), Body: Readable.from(counted(), { objectMode: false }) },
    partSize: partBytes,
    queueSize: PARTS_AT_ONCE,
    leavePartsOnError: false,
  });
  const { ETag } = await upload.done();
  return describePut(key, size, ETag, options);
}

/** Each part in flight is held in memory. */
const PARTS_AT_ONCE = 2;

function target(connection: S3Connection, key: string, options: PutOptions) {
  return {
    Bucket: connection.bucket,
    Key: key,
    ...(options.contentType === undefined ? {} : { ContentType: options.contentType }),
    ...(options.ifAbsent ? { IfNoneMatch: '*' } : {}),
  };
}

function describePut(key: string, size: number, etag: string | undefined, options: PutOptions): ObjectInfo {
  const { contentType } = options;
  return {
    key,
    size,
    etag: bareEtag(etag),
    // The answer to a put does not tell the store's own time.
    lastModified: new Date(),
    ...(contentType === undefined ? {} : { contentType }),
  };
}
