/** What every kind of provider is told. */
interface ProviderBase {
  /** Names the store in errors and metrics. */
  readonly name: string;
}

/** A directory of this machine. */
export interface FsProviderSettings extends ProviderBase {
  readonly type: 'fs';
  /** Absolute path. */
  readonly root: string;
}

interface BucketBase extends ProviderBase {
  /** Absolute URL by which we reach the provider. */
  readonly endpoint?: string;
  /** Absolute URL by which clients reach it, used for signing only; default: the endpoint. */
  readonly publicEndpoint?: string;
  /** All keys of the store lie below this folder of the bucket: `a/b` without slashes at its ends. */
  readonly prefix?: string;
}

/** AWS S3, MinIO, Ceph, Storj and others that speak S3. */
export interface S3ProviderSettings extends BucketBase {
  readonly type: 's3';
  readonly region: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary credentials. */
  readonly sessionToken?: string;
  /** Bucket in the path, not in the host's name; default: where an endpoint is given. */
  readonly pathStyle?: boolean;
}

/** A service account of Google Cloud, as in its JSON key file. */
export interface GcsServiceAccount {
  readonly clientEmail: string;
  /** RSA, PEM. */
  readonly privateKey: string;
  /** Signs URLs in its stead, a hundred times as quickly. */
  readonly signingKey?: GcsHmacKey;
}

/** An HMAC key of Google Cloud Storage (“interoperability”). */
export interface GcsHmacKey {
  readonly accessId: string;
  readonly secret: string;
}

/** Google Cloud Storage. */
export interface GcsProviderSettings extends BucketBase {
  readonly type: 'gcs';
  readonly bucket: string;
  readonly credentials: GcsServiceAccount | GcsHmacKey;
}

/** The account's key, or a shared access signature (its query string), with which nothing can be signed for others. */
export type AzureCredentials = { readonly accountKey: string } | { readonly sasToken: string };

/** Azure Blob Storage. */
export interface AzureProviderSettings extends BucketBase {
  readonly type: 'azure';
  readonly account: string;
  readonly credentials: AzureCredentials;
  readonly container: string;
}

/** Everything that is needed to open a named storage. Holds secrets: never logged. */
export type ProviderSettings = FsProviderSettings | S3ProviderSettings | GcsProviderSettings | AzureProviderSettings;
