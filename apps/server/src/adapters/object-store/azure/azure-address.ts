import type { PresignGetOptions } from '../../../ports/object-store.ts';
import type { SignSas } from '../signing/azure-sas.ts';
import { encodePath } from '../signing/presign.ts';

/** Where a container is, as one audience knows it. */
export interface ContainerAddress {
  /** Without a slash at its end. */
  readonly url: string;
  /** A signature for it is refused over plain HTTP. */
  readonly isHttps: boolean;
}

/** An endpoint may have a path, as an emulator's has the account in it. */
export function containerAddress(endpoint: string, container: string): ContainerAddress {
  const url = `${endpoint.replace(/\/+$/, '')}/${container}`;
  return { url, isHttps: url.startsWith('https:') };
}

/** The blob's URL with a query string that opens it. */
export function blobUrl({ url }: ContainerAddress, key: string, query: string): string {
  return `${url}/${encodePath(key)}?${query}`;
}

export interface BlobPermit extends PresignGetOptions {
  readonly permissions: 'r' | 'cw';
  readonly expiresInSeconds: number;
}

/** The blob's URL signed for whoever knows the container by this address. */
export function signBlobUrl(address: ContainerAddress, sign: SignSas, key: string, permit: BlobPermit): string {
  const { expiresInSeconds, ...rest } = permit;
  const expiresAtMs = Date.now() + expiresInSeconds * 1000;
  return blobUrl(address, key, sign({ ...rest, key, expiresAtMs, isHttpsOnly: address.isHttps }));
}
