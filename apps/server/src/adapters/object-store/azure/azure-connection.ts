import type { Agent } from 'node:http';
import type { ContainerClient, RequestPolicyFactory } from '@azure/storage-blob';
import type { AzureProviderSettings } from '../../../ports/provider-settings.ts';
import type { StoreSigns } from '../explain-bucket-error.ts';
import { createPatientAgents, type PatientAgents } from '../patient-agents.ts';
import { createReadOverHttp, type ReadOverHttp } from '../read-over-http.ts';
import { createSignSas } from '../signing/azure-sas.ts';
import { type BlobPermit, blobUrl, containerAddress, signBlobUrl } from './azure-address.ts';
import { explainAzureError } from './explain-azure-error.ts';

export type Sdk = typeof import('@azure/storage-blob');

export interface AzureConnectionOptions extends Omit<AzureProviderSettings, 'type'> {
  /** The longest silence of the server. Default 30 seconds. */
  readonly timeoutMs?: number;
  /** How long connecting may take. Default 5 seconds. */
  readonly connectMs?: number;
  /** Tries of each block of an upload. Default 3. */
  readonly partAttempts?: number;
}

/** What every operation on one container needs. */
export interface AzureConnection {
  readonly signs: StoreSigns;
  readonly read: ReadOverHttp;
  /** `uploader` repeats the blocks of an upload, which nobody else can; whoever uses the store repeats its other calls. */
  load(): Promise<{ readonly container: ContainerClient; readonly uploader: ContainerClient }>;
  /** A URL by which we, or a copy of ours, read an object. */
  urlForUs(key: string): string;
  /** Present with the account's key. */
  readonly signForClient?: (key: string, permit: BlobPermit) => string;
  /** Runs `work`, its failures in the store's words. */
  explained<T>(key: string, work: () => Promise<T>): Promise<T>;
}

const CONNECT_MS = 5000;
const IDLE_MS = 30_000;
const PART_ATTEMPTS = 3;
/** Our own URLs are signed anew for each read, so their signatures need not live long. */
const READ_SECONDS = 300;

export function createAzureConnection(options: AzureConnectionOptions): AzureConnection {
  const { account, container, credentials, timeoutMs = IDLE_MS, connectMs = CONNECT_MS } = options;
  const endpoint = options.endpoint ?? `https://${account}.blob.core.windows.net`;
  const signs = { host: new URL(endpoint).host, bucket: container };
  const ours = containerAddress(endpoint, container);
  const theirs = containerAddress(options.publicEndpoint ?? endpoint, container);
  const agents = createPatientAgents(connectMs);
  let loaded: ReturnType<AzureConnection['load']> | undefined;
  const connection = {
    signs,
    read: createReadOverHttp(agents, timeoutMs),
    // The SDK takes half a second to load: only a process that uses such a store pays for it.
    load() {
      loaded ??= import('@azure/storage-blob').then((sdk) => ({
        container: createClient(sdk, ours.url, options, agents, 1),
        uploader: createClient(sdk, ours.url, options, agents, options.partAttempts ?? PART_ATTEMPTS),
      }));
      return loaded;
    },
    async explained<T>(key: string, work: () => Promise<T>): Promise<T> {
      try {
        return await work();
      } catch (error) {
        throw explainAzureError(signs, key, error);
      }
    },
  };
  if ('sasToken' in credentials) return { ...connection, urlForUs: (key) => blobUrl(ours, key, credentials.sasToken) };
  const sign = createSignSas({ account, accountKey: credentials.accountKey, container });
  return {
    ...connection,
    urlForUs: (key) => signBlobUrl(ours, sign, key, { permissions: 'r', expiresInSeconds: READ_SECONDS }),
    signForClient: (key, permit) => signBlobUrl(theirs, sign, key, permit),
  };
}

const RETRY_DELAY_MS = 200;

function createClient(
  sdk: Sdk,
  url: string,
  options: AzureConnectionOptions,
  agents: PatientAgents,
  maxTries: number,
): ContainerClient {
  const { account, credentials, timeoutMs = IDLE_MS } = options;
  const isKey = 'accountKey' in credentials;
  const credential = isKey
    ? new sdk.StorageSharedKeyCredential(account, credentials.accountKey)
    : new sdk.AnonymousCredential();
  const retryOptions = { maxTries, retryDelayInMs: RETRY_DELAY_MS, maxRetryDelayInMs: timeoutMs };
  const pipeline = sdk.newPipeline(credential, { retryOptions });
  pipeline.factories.unshift(endAfter(timeoutMs, url.startsWith('https:') ? agents.https : agents.http));
  return new sdk.ContainerClient(isKey ? url : `${url}?${credentials.sasToken}`, pipeline);
}

/** Slower than this a body does not count as moving. */
const SLOWEST_BYTES_PER_MS = 32;

/** The SDK would wait for ever, to be connected and otherwise; its only bound is on a whole request, so a body gets time by its size. */
function endAfter(timeoutMs: number, agent: Agent): RequestPolicyFactory {
  return {
    create: (next) => ({
      sendRequest(request) {
        const bodyBytes = Number(request.headers.get('content-length') ?? 0);
        request.timeout = timeoutMs + Math.ceil(bodyBytes / SLOWEST_BYTES_PER_MS);
        // One that the environment names as a proxy stays.
        request.agent ??= agent;
        return next.sendRequest(request);
      },
    }),
  };
}
