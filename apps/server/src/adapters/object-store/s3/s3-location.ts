import { encodePath } from '../signing/presign.ts';

export interface S3Location {
  readonly region: string;
  readonly bucket: string;
  /** Of an S3-compatible server, `http://host:port`; AWS itself when absent. */
  readonly endpoint?: string;
  /** Bucket in the path, not in the host's name, as most S3-compatible servers want it. */
  readonly pathStyle: boolean;
}

/** The parts of an object's URL that are signed. */
export type ObjectAddress = Pick<URL, 'origin' | 'host' | 'pathname'>;

/** Addresses of a bucket's objects. Joined as text: a `URL` for each would cost as much as its signature. */
export function createAddressOf(location: S3Location): (key: string) => ObjectAddress {
  const url = new URL(endpointOf(location));
  if (!location.pathStyle) url.host = `${location.bucket}.${url.host}`;
  const { origin, host } = url;
  const base = [url.pathname.replace(/\/$/, ''), ...(location.pathStyle ? [location.bucket] : [])].join('/');
  return (key) => ({ origin, host, pathname: `${base}/${encodePath(key)}` });
}

export function endpointOf(location: S3Location): string {
  return location.endpoint ?? `https://s3.${location.region}.amazonaws.com`;
}
