import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3';
import type { PresignGetOptions } from '../../../ports/object-store.ts';
import { explainBucketError, type StoreSigns } from '../explain-bucket-error.ts';
import { createPatientAgents } from '../patient-agents.ts';
import { createReadOverHttp, type ReadOverHttp, type ReadTarget } from '../read-over-http.ts';
import type { Presign, PresignLater } from '../signing/presign.ts';
import { type Credentials, createPresign } from '../signing/sigv4.ts';
import { createAddressOf, endpointOf, type S3Location } from './s3-location.ts';

export type Sdk = typeof import('@aws-sdk/client-s3');

/** How a server that takes S3's requests wants them authorized, where that is not AWS's way. */
export interface BucketDialect {
  readonly presign: Presign | PresignLater;
  /** Turns what the SDK sends into the server's words and signs it. */
  readonly signer: NonNullable<S3ClientConfig['signer']>;
  /** Headers that let us read, instead of a URL signed for ourselves. */
  readonly readHeaders?: () => Promise<Readonly<Record<string, string>>>;
}

export interface S3ConnectionOptions extends Credentials, Omit<S3Location, 'pathStyle'> {
  /** Default: with an endpoint of one's own, as most S3-compatible servers want it. */
  readonly pathStyle?: boolean;
  /** Where clients reach the store, for URLs signed for them; default: where we do. */
  readonly publicEndpoint?: string;
  /** The longest silence of the server. Default 30 seconds. */
  readonly timeoutMs?: number;
  /** How long connecting may take. Default 5 seconds. */
  readonly connectMs?: number;
  /** Tries of each part of an upload. Default 3. */
  readonly partAttempts?: number;
  readonly dialect?: BucketDialect;
}

/** What every operation on one bucket needs. */
export interface S3Connection {
  readonly bucket: string;
  readonly signs: StoreSigns;
  readonly read: ReadOverHttp;
  /** `uploader` repeats the parts of an upload, which nobody else can; whoever uses the store repeats its other calls. */
  load(): Promise<{ readonly sdk: Sdk; readonly client: S3Client; readonly uploader: S3Client }>;
  /** What we read an object by. */
  readTarget(key: string): Promise<ReadTarget>;
  /** A signed URL for a client, which may know the store by another name. */
  signForClient(
    method: 'GET' | 'PUT',
    key: string,
    expiresInSeconds: number,
    answer?: PresignGetOptions,
  ): string | Promise<string>;
  /** Runs `work`, its failures in the store's words. */
  explained<T>(key: string, work: () => Promise<T>): Promise<T>;
}

const CONNECT_MS = 5000;
const IDLE_MS = 30_000;
const PART_ATTEMPTS = 3;
/** Our own URLs are signed anew for each read, so their signatures need not live long. */
const READ_SECONDS = 300;

export function createS3Connection(options: S3ConnectionOptions): S3Connection {
  const { dialect, bucket, timeoutMs = IDLE_MS, connectMs = CONNECT_MS } = options;
  const location = { ...options, pathStyle: options.pathStyle ?? options.endpoint !== undefined };
  const signs = { host: new URL(endpointOf(location)).host, bucket };
  const presign = dialect?.presign ?? createPresign(options, options.region);
  const addressForUs = createAddressOf(location);
  const addressForClient = createAddressOf({ ...location, endpoint: options.publicEndpoint ?? endpointOf(location) });
  let loaded: ReturnType<S3Connection['load']> | undefined;
  return {
    bucket,
    signs,
    read: createReadOverHttp(createPatientAgents(connectMs), timeoutMs),
    // The SDK takes a third of a second to load: only a process that uses such a store pays for it.
    load() {
      loaded ??= import('@aws-sdk/client-s3').then((sdk) => ({
        sdk,
        client: createClient(sdk, location, options, 1),
        uploader: createClient(sdk, location, options, options.partAttempts ?? PART_ATTEMPTS),
      }));
      return loaded;
    },
    async readTarget(key) {
      const url = addressForUs(key);
      if (dialect?.readHeaders) return { url: `${url.origin}${url.pathname}`, headers: await dialect.readHeaders() };
      return { url: await presign({ method: 'GET', url, expiresInSeconds: READ_SECONDS, nowMs: Date.now() }) };
    },
    signForClient(method, key, expiresInSeconds, answer) {
      const extra = answerParameters(answer);
      const request = { method, url: addressForClient(key), expiresInSeconds, nowMs: Date.now() };
      return presign(extra === undefined ? request : { ...request, extra });
    },
    async explained(key, work) {
      try {
        return await work();
      } catch (error) {
        throw explainBucketError(signs, key, error);
      }
    },
  };
}

function answerParameters(answer: PresignGetOptions | undefined): Readonly<Record<string, string>> | undefined {
  if (answer?.contentDisposition === undefined && answer?.contentType === undefined) return undefined;
  return {
    ...(answer.contentDisposition === undefined ? {} : { 'response-content-disposition': answer.contentDisposition }),
    ...(answer.contentType === undefined ? {} : { 'response-content-type': answer.contentType }),
  };
}

function createClient(sdk: Sdk, location: S3Location, options: S3ConnectionOptions, maxAttempts: number): S3Client {
  const { endpoint, pathStyle, region } = location;
  const { accessKeyId, secretAccessKey, sessionToken, dialect, timeoutMs = IDLE_MS, connectMs = CONNECT_MS } = options;
  return new sdk.S3Client({
    region,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
    ...(dialect === undefined ? {} : { signer: dialect.signer }),
    forcePathStyle: pathStyle,
    ...(endpoint === undefined ? {} : { endpoint }),
    // By default the SDK adds checksums that many S3-compatible servers refuse.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts,
    requestHandler: { connectionTimeout: connectMs, socketTimeout: timeoutMs },
  });
}
