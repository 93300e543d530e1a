import { SluiceError } from '../../ports/sluice-error.ts';
import { objectExists, objectMissing, objectTooLarge, storageUnavailable } from './storage-errors.ts';

/** What an error message may name of a store: nothing that opens it. */
export interface StoreSigns {
  /** Host and port of the endpoint. */
  readonly host: string;
  readonly bucket: string;
}

/** The part of an SDK's error, or of our own reader's, that says what happened. */
interface BucketFailure {
  readonly name: string;
  readonly message: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

const REFUSED = ['AccessDenied', 'InvalidAccessKeyId', 'SignatureDoesNotMatch', 'Forbidden', 'RequestTimeTooSkewed'];

/** The store's words for an answer of the server, or for the lack of one. */
export function explainBucketError(signs: StoreSigns, key: string, error: unknown): SluiceError {
  if (error instanceof SluiceError) return error;
  const failure = asFailure(error);
  const status = failure.$metadata?.httpStatusCode;
  // The SDK's error object carries the whole exchange; only its name and sentence are kept.
  const cause = new Error(`${failure.name}: ${failure.message}`);
  const { host, bucket } = signs;
  if (failure.name === 'NoSuchBucket') {
    return storageUnavailable(`There is no bucket “${bucket}” at ${host}: create it or correct its name.`, cause);
  }
  if (status === 412 || failure.name === 'ConditionalRequestConflict') return objectExists(key);
  if (failure.name === 'EntityTooLarge') return objectTooLarge(key, MAX_OBJECT_BYTES);
  if (status === 404) return objectMissing(key);
  if (status === 403 || status === 401 || REFUSED.includes(failure.name)) {
    return storageUnavailable(
      `${host} refuses our credentials for the bucket “${bucket}”: check the keys, their rights and the clock.`,
      cause,
    );
  }
  if (status !== undefined) {
    return storageUnavailable(`${host} answered with an error (${status}): try again later.`, cause);
  }
  return storageUnavailable(`${host} does not answer: check the endpoint and the network.`, cause);
}

/** 5 TiB, S3's largest object. */
const MAX_OBJECT_BYTES = 5 * 2 ** 40;

function asFailure(error: unknown): BucketFailure {
  return error instanceof Error ? error : { name: 'Error', message: String(error) };
}
