import type { ObjectStore, PresignGetOptions } from '../../../ports/object-store.ts';
import { boundedBody } from '../bounded-body.ts';
import { explainBucketError } from '../explain-bucket-error.ts';
import { assertKey } from '../object-key.ts';
import { readWhole } from '../read-over-http.ts';
import { MAX_V4_SECONDS, presignLifetime } from '../signing/presign-lifetime.ts';
import { copyObject, MAX_COPY_BYTES } from './copy-object.ts';
import { listObjects } from './list-objects.ts';
import { headObject, openObject } from './read-object.ts';
import { createS3Connection, type S3ConnectionOptions } from './s3-connection.ts';
import { writeBytes, writeStream } from './write-object.ts';

export interface S3ObjectStoreOptions extends S3ConnectionOptions {
  readonly name: string;
  /** Parts of a streamed upload; S3 takes 10,000, so this bounds a stream's length. Default 16 MiB. */
  readonly partBytes?: number;
  /** Above this size a copy is made in parts of it. Default 5 GiB, the most that S3 copies at once. */
  readonly copyPartBytes?: number;
  /** Keys per page of a listing. Default 1000, the most that S3 gives. */
  readonly pageKeys?: number;
}

const PART_BYTES = 16 * 1024 ** 2;

/** Objects in a bucket of S3, or of a server that speaks its language. */
export function createS3ObjectStore(options: S3ObjectStoreOptions): ObjectStore {
  const connection = createS3Connection(options);
  const { explained } = connection;

  const presign = async (
    method: 'GET' | 'PUT',
    key: string,
    expiresInSeconds: number,
    answer?: PresignGetOptions,
  ): Promise<string> => {
    assertKey(key);
    return connection.signForClient(method, key, presignLifetime(expiresInSeconds, MAX_V4_SECONDS), answer);
  };

  return {
    name: options.name,
    capabilities: { presign: true, localFiles: false },
    async put(key, body, putOptions = {}) {
      assertKey(key);
      const bounded = boundedBody(key, body, putOptions);
      try {
        if (body instanceof Uint8Array) return await writeBytes(connection, key, body, putOptions);
        return await writeStream(connection, key, bounded.body, putOptions, options.partBytes ?? PART_BYTES);
      } catch (error) {
        if (putOptions.signal?.aborted) throw putOptions.signal.reason;
        throw bounded.failure() ?? explainBucketError(connection.signs, key, error);
      }
    },
    head: (key) => headObject(connection, key),
    readBytes: (key, range) =>
      explained(key, async () => {
        const { info, body } = await openObject(connection, key, range);
        return { info, bytes: await readWhole(body) };
      }),
    readStream: (key, range) => explained(key, () => openObject(connection, key, range)),
    async *list(prefix) {
      try {
        yield* listObjects(connection, prefix, options.pageKeys ?? 1000);
      } catch (error) {
        throw explainBucketError(connection.signs, prefix, error);
      }
    },
    delete: (key) =>
      explained(key, async () => {
        assertKey(key);
        const { sdk, client } = await connection.load();
        await client.send(new sdk.DeleteObjectCommand({ Bucket: connection.bucket, Key: key }));
      }),
    copy: (fromKey, toKey) =>
      explained(fromKey, async () => {
        assertKey(toKey);
        await copyObject(connection, fromKey, toKey, options.copyPartBytes ?? MAX_COPY_BYTES);
      }),
    presignGet: (key, expiresInSeconds, answer) => presign('GET', key, expiresInSeconds, answer),
    presignPut: (key, expiresInSeconds) => presign('PUT', key, expiresInSeconds),
    check: () =>
      explained('', async () => {
        const { sdk, client } = await connection.load();
        // A listing, not HEAD: only an answer with a body says whether the bucket is missing or we are refused.
        await client.send(new sdk.ListObjectsV2Command({ Bucket: connection.bucket, MaxKeys: 1 }));
      }),
  };
}
