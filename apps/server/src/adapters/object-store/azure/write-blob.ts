import { Readable } from 'node:stream';
import type { BlobUploadCommonResponse, BlockBlobClient } from '@azure/storage-blob';
import type { ObjectInfo, PutOptions } from '../../../ports/object-store.ts';
import { bareEtag } from '../object-info.ts';
import { objectExists, objectTooLarge } from '../storage-errors.ts';
import type { AzureConnection } from './azure-connection.ts';
import { headBlob } from './read-blob.ts';

/** A body of known bytes: one request. */
export async function writeBytes(
  connection: AzureConnection,
  key: string,
  bytes: Uint8Array,
  options: PutOptions,
): Promise<ObjectInfo> {
  const { maxBytes, signal } = options;
  if (maxBytes !== undefined && bytes.length > maxBytes) throw objectTooLarge(key, maxBytes);
  signal?.throwIfAborted();
  const blob = (await connection.load()).container.getBlockBlobClient(key);
  return describePut(key, bytes.length, await blob.upload(bytes, bytes.length, conditions(options)), options);
}

/**
 * A body of unknown length: in blocks that become the object all at once. Blocks of a put that fails belong to nothing,
 * are seen by nobody, and Azure drops them within a week.
 */
export async function writeStream(
  connection: AzureConnection,
  key: string,
  body: AsyncIterable<Uint8Array>,
  options: PutOptions,
  partBytes: number,
): Promise<ObjectInfo> {
  if (options.ifAbsent && (await headBlob(connection, key)) !== null) throw objectExists(key);
  const blob = (await connection.load()).uploader.getBlockBlobClient(key);
  let size = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of body) {
      size += chunk.length;
      yield chunk;
    }
  }
  const stream = Readable.from(counted(), { objectMode: false });
  const done = await blob.uploadStream(stream, partBytes, BLOCKS_AT_ONCE, conditions(options));
  return describePut(key, size, done, options);
}

/** Each block in flight is held in memory. */
const BLOCKS_AT_ONCE = 2;

type UploadOptions = NonNullable<Parameters<BlockBlobClient['uploadStream']>[3]>;

function conditions({ contentType, ifAbsent, signal }: PutOptions): UploadOptions {
  return {
    ...(contentType === undefined ? {} : { blobHTTPHeaders: { blobContentType: contentType } }),
    ...(ifAbsent ? { conditions: { ifNoneMatch: '*' } } : {}),
    ...(signal ? { abortSignal: signal } : {}),
  };
}

function describePut(key: string, size: number, answer: BlobUploadCommonResponse, options: PutOptions): ObjectInfo {
  const { contentType } = options;
  return {
    key,
    size,
    etag: bareEtag(answer.etag),
    lastModified: answer.lastModified ?? new Date(),
    ...(contentType === undefined ? {} : { contentType }),
  };
}
