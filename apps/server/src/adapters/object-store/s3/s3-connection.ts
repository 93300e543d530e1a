import type { S3Client } from '@aws-sdk/client-s3';
import { explainS3Error, type StoreSigns } from './explain-s3-error.ts';
import { createReadOverHttp, type ReadOverHttp } from './read-over-http.ts';
import { endpointOf, objectUrl, type S3Location } from './s3-location.ts';
import { type Credentials, createPresign } from './sigv4.ts';

export type Sdk = typeof import('@aws-sdk/client-s3');

export interface S3ConnectionOptions extends Credentials, Omit<S3Location, 'pathStyle'> {
  /** Default: with an endpoint of one's own, as most S3-compatible servers want it. */
  readonly pathStyle?: boolean;
  /** Where clients reach the store, for URLs signed for them; default: where we do. */
  readonly publicEndpoint?: string;
  /** The longest silence of the server. Default 30 seconds. */
  readonly timeoutMs?: number;
}

/** What every operation on one bucket needs. */
export interface S3Connection {
  readonly bucket: string;
  readonly signs: StoreSigns;
  readonly read: ReadOverHttp;
  load(): Promise<{ readonly sdk: Sdk; readonly client: S3Client }>;
  /** A signed URL for us, or for a client that may know the store by another name. */
  sign(audience: 'us' | 'client', method: 'GET' | 'PUT', key: string, expiresInSeconds: number): string;
  /** Runs `work`, its failures in the store's words. */
  explained<T>(key: string, work: () => Promise<T>): Promise<T>;
}

const CONNECT_MS = 5000;
const ATTEMPTS = 3;

export function createS3Connection(options: S3ConnectionOptions): S3Connection {
  const timeoutMs = options.timeoutMs ?? 30_000;
  const location = { ...options, pathStyle: options.pathStyle ?? options.endpoint !== undefined };
  const signs = { host: new URL(endpointOf(location)).host, bucket: options.bucket };
  const presign = createPresign(options, options.region);
  const locations = { us: location, client: { ...location, endpoint: options.publicEndpoint ?? endpointOf(location) } };
  let loaded: ReturnType<S3Connection['load']> | undefined;
  return {
    bucket: options.bucket,
    signs,
    read: createReadOverHttp(timeoutMs),
    // The SDK takes a third of a second to load: only a process that uses such a store pays for it.
    load() {
      loaded ??= import('@aws-sdk/client-s3').then((sdk) => ({
        sdk,
        client: createClient(sdk, location, options, timeoutMs),
      }));
      return loaded;
    },
    sign: (audience, method, key, expiresInSeconds) =>
      presign({ method, url: objectUrl(locations[audience], key), expiresInSeconds, nowMs: Date.now() }),
    async explained(key, work) {
      try {
        return await work();
      } catch (error) {
        throw explainS3Error(signs, key, error);
      }
    },
  };
}

function createClient(sdk: Sdk, location: S3Location, credentials: Credentials, timeoutMs: number): S3Client {
  const { endpoint, pathStyle, region } = location;
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  return new sdk.S3Client({
    region,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
    forcePathStyle: pathStyle,
    ...(endpoint === undefined ? {} : { endpoint }),
    // By default the SDK adds checksums that many S3-compatible servers refuse.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: ATTEMPTS,
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: timeoutMs },
  });
}
