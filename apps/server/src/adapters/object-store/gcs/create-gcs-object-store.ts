import type { ObjectStore } from '../../../ports/object-store.ts';
import type { GcsProviderSettings, GcsServiceAccount } from '../../../ports/provider-settings.ts';
import { createS3ObjectStore, type S3ObjectStoreOptions } from '../s3/create-s3-object-store.ts';
import type { BucketDialect } from '../s3/s3-connection.ts';
import { goog4Scheme } from '../signing/goog4.ts';
import { createPresignBy } from '../signing/presign.ts';
import { authorizeBySignature, createGoogleSigner } from './google-signer.ts';

/** Gives a valid OAuth token, as often as it is asked. */
export type AccessToken = () => Promise<string>;

export interface GcsObjectStoreOptions
  extends Omit<GcsProviderSettings, 'type'>,
    Pick<S3ObjectStoreOptions, 'partBytes' | 'pageKeys' | 'timeoutMs'> {
  /** Default: Google's token endpoint is asked with the service account's key. */
  readonly accessToken?: AccessToken;
}

const ENDPOINT = 'https://storage.googleapis.com';

/**
 * Objects in a bucket of Google Cloud Storage, through its XML API: the requests are S3's, in Google's dialect. With an
 * HMAC key everything is signed; a service account reads and writes by OAuth token and signs URLs by its own key.
 */
export function createGcsObjectStore(options: GcsObjectStoreOptions): ObjectStore {
  const { credentials, accessToken, ...bucket } = options;
  return createS3ObjectStore({
    ...bucket,
    endpoint: options.endpoint ?? ENDPOINT,
    region: 'auto',
    pathStyle: true,
    // The SDK wants some, the dialect's signer uses none of it.
    accessKeyId: 'unused',
    secretAccessKey: 'unused',
    dialect: dialectOf(credentials, accessToken),
    // Google copies an object of any size in one request.
    copyPartBytes: Number.POSITIVE_INFINITY,
  });
}

function dialectOf(credentials: GcsProviderSettings['credentials'], accessToken?: AccessToken): BucketDialect {
  const scheme = goog4Scheme(credentials);
  const presign = createPresignBy(scheme);
  if ('secret' in credentials) return { presign, signer: createGoogleSigner(authorizeBySignature(scheme)) };
  const token = accessToken ?? createAccessToken(credentials);
  // A signature by RSA costs a millisecond: our own requests carry the token.
  const readHeaders = async () => ({ authorization: `Bearer ${await token()}` });
  return { presign, readHeaders, signer: createGoogleSigner(readHeaders) };
}

const SCOPE = 'https://www.googleapis.com/auth/devstorage.read_write';

/** Tokens are kept by the library until shortly before they end. */
function createAccessToken({ clientEmail, privateKey }: GcsServiceAccount): AccessToken {
  let client: Promise<{ getAccessToken(): Promise<{ token?: string | null }> }> | undefined;
  return async () => {
    client ??= import('google-auth-library').then(
      ({ JWT }) =>
        new JWT({ email: clientEmail, key: privateKey, scopes: SCOPE, eagerRefreshThresholdMillis: 300_000 }),
    );
    const { token } = await (await client).getAccessToken();
    if (!token) throw new Error('Google gave no access token for the service account');
    return token;
  };
}
