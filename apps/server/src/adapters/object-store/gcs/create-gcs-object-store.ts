import type { ObjectStore } from '../../../ports/object-store.ts';
import type { GcsHmacKey, GcsProviderSettings, GcsServiceAccount } from '../../../ports/provider-settings.ts';
import { createS3ObjectStore, type S3ObjectStoreOptions } from '../s3/create-s3-object-store.ts';
import type { BucketDialect } from '../s3/s3-connection.ts';
import { goog4HmacScheme, goog4RsaScheme } from '../signing/goog4.ts';
import { createPresignBy, createPresignLaterBy } from '../signing/presign.ts';
import { createAccessToken } from './access-token.ts';
import { authorizeBySignature, createGoogleSigner } from './google-signer.ts';

export interface GcsObjectStoreOptions
  extends Omit<GcsProviderSettings, 'type'>,
    Pick<S3ObjectStoreOptions, 'partBytes' | 'pageKeys' | 'timeoutMs'> {
  /** Where a service account gets its tokens. Default: Google's. */
  readonly tokenUrl?: string;
  /** Threads of the process that may sign at once by a service account's key. Default 2. */
  readonly signingThreads?: number;
}

/** Libuv has four unless it is told otherwise, and files need some. */
const SIGNING_THREADS = 2;
/** A token takes some hundredths of a second, and everything waits for it. */
const TOKEN_MS = 5000;
const ENDPOINT = 'https://storage.googleapis.com';

/**
 * Objects in a bucket of Google Cloud Storage, through its XML API: the requests are S3's, in Google's dialect. With an
 * HMAC key everything is signed; a service account reads and writes by OAuth token and signs URLs by its own key, or by an
 * HMAC key beside it.
 */
export function createGcsObjectStore(options: GcsObjectStoreOptions): ObjectStore {
  const { credentials, tokenUrl, signingThreads, ...bucket } = options;
  return createS3ObjectStore({
    ...bucket,
    endpoint: options.endpoint ?? ENDPOINT,
    region: 'auto',
    pathStyle: true,
    // The SDK wants some, the dialect's signer uses none of it.
    accessKeyId: 'unused',
    secretAccessKey: 'unused',
    dialect: 'secret' in credentials ? dialectOfKey(credentials) : dialectOfAccount(credentials, options),
    // Google copies an object of any size in one request.
    copyPartBytes: Number.POSITIVE_INFINITY,
  });
}

function dialectOfKey(key: GcsHmacKey): BucketDialect {
  const scheme = goog4HmacScheme(key);
  return { presign: createPresignBy(scheme), signer: createGoogleSigner(authorizeBySignature(scheme)) };
}

function dialectOfAccount(account: GcsServiceAccount, options: GcsObjectStoreOptions): BucketDialect {
  const { signingKey } = account;
  const { tokenUrl, timeoutMs = TOKEN_MS, signingThreads = SIGNING_THREADS } = options;
  const presign =
    signingKey === undefined
      ? createPresignLaterBy(goog4RsaScheme(account, signingThreads))
      : createPresignBy(goog4HmacScheme(signingKey));
  const elsewhere = tokenUrl === undefined ? {} : { tokenUrl };
  const token = createAccessToken({ ...account, ...elsewhere, timeoutMs: Math.min(timeoutMs, TOKEN_MS) });
  // A token is had once an hour; a signature by RSA takes a part of a millisecond for each request.
  const readHeaders = async () => ({ authorization: `Bearer ${await token()}` });
  return { presign, readHeaders, signer: createGoogleSigner(readHeaders) };
}
