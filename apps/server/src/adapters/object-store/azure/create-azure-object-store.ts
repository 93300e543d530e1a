import type { ObjectStore, PresignGetOptions } from '../../../ports/object-store.ts';
import { boundedBody } from '../bounded-body.ts';
import { readWhole } from '../read-over-http.ts';
import { presignLifetime } from '../signing/presign-lifetime.ts';
import { objectMissing } from '../storage-errors.ts';
import { type AzureConnection, type AzureConnectionOptions, createAzureConnection } from './azure-connection.ts';
import { assertAzureKey } from './azure-key.ts';
import { explainAzureError } from './explain-azure-error.ts';
import { listBlobs } from './list-blobs.ts';
import { headBlob, openBlob } from './read-blob.ts';
import { writeBytes, writeStream } from './write-blob.ts';

export interface AzureObjectStoreOptions extends AzureConnectionOptions {
  /** Blocks of a streamed upload; Azure takes 50,000, so this bounds a stream's length. Default 16 MiB. */
  readonly partBytes?: number;
  /** Keys per page of a listing. Default 5000, the most that Azure gives. */
  readonly pageKeys?: number;
}

const PART_BYTES = 16 * 1024 ** 2;
const PAGE_KEYS = 5000;
/** A year. Azure has no bound of its own; an account's policy may set one. */
const MAX_SAS_SECONDS = 365 * 24 * 3600;
/** What a client must send with a `PUT`: Azure has several kinds of blobs. */
const PUT_HEADERS = { 'x-ms-blob-type': 'BlockBlob' };

/** Objects in a container of Azure Blob Storage. */
export function createAzureObjectStore(options: AzureObjectStoreOptions): ObjectStore {
  const connection = createAzureConnection(options);
  const { explained, signs } = connection;
  return {
    name: options.name,
    ...presigning(connection),
    async put(key, body, putOptions = {}) {
      assertAzureKey(key);
      const bounded = boundedBody(key, body, putOptions);
      try {
        if (body instanceof Uint8Array) return await writeBytes(connection, key, body, putOptions);
        return await writeStream(connection, key, bounded.body, putOptions, options.partBytes ?? PART_BYTES);
      } catch (error) {
        if (putOptions.signal?.aborted) throw putOptions.signal.reason;
        throw bounded.failure() ?? explainAzureError(signs, key, error);
      }
    },
    head: (key) => headBlob(connection, key),
    readBytes: (key, range) =>
      explained(key, async () => {
        const { info, body } = await openBlob(connection, key, range);
        return { info, bytes: await readWhole(body) };
      }),
    readStream: (key, range) => explained(key, () => openBlob(connection, key, range)),
    async *list(prefix) {
      try {
        yield* listBlobs(connection, prefix, options.pageKeys ?? PAGE_KEYS);
      } catch (error) {
        throw explainAzureError(signs, prefix, error);
      }
    },
    delete: (key) =>
      explained(key, async () => {
        assertAzureKey(key);
        const { container } = await connection.load();
        await container.getBlobClient(key).deleteIfExists({ deleteSnapshots: 'include' });
      }),
    copy: (fromKey, toKey) => explained(fromKey, () => copyBlob(connection, fromKey, toKey)),
    check: () =>
      explained('', async () => {
        const { container } = await connection.load();
        await container.listBlobsFlat().byPage({ maxPageSize: 1 }).next();
      }),
  };
}

function presigning({
  signForClient,
}: AzureConnection): Pick<ObjectStore, 'capabilities' | 'presignGet' | 'presignPut'> {
  if (signForClient === undefined) return { capabilities: { presign: false, localFiles: false } };
  const presign = async (
    permissions: 'r' | 'cw',
    key: string,
    expiresInSeconds: number,
    answer: PresignGetOptions = {},
  ): Promise<string> => {
    assertAzureKey(key);
    const lifetime = presignLifetime(expiresInSeconds, MAX_SAS_SECONDS);
    return signForClient(key, { permissions, expiresInSeconds: lifetime, ...answer });
  };
  return {
    capabilities: { presign: true, localFiles: false, presignedPutHeaders: PUT_HEADERS },
    presignGet: (key, expiresInSeconds, answer) => presign('r', key, expiresInSeconds, answer),
    presignPut: (key, expiresInSeconds) => presign('cw', key, expiresInSeconds),
  };
}

const COPY_POLL_MS = 500;

/** Within one account Azure copies at once; the object keeps its old bytes until the copy is there. */
async function copyBlob(connection: AzureConnection, fromKey: string, toKey: string): Promise<void> {
  assertAzureKey(fromKey);
  assertAzureKey(toKey);
  // A copy onto itself would change nothing but its validator.
  if (fromKey === toKey) {
    if ((await headBlob(connection, fromKey)) === null) throw objectMissing(fromKey);
    return;
  }
  const target = (await connection.load()).container.getBlobClient(toKey);
  const copying = await target.beginCopyFromURL(connection.urlForUs(fromKey), { intervalInMs: COPY_POLL_MS });
  await copying.pollUntilDone();
}
