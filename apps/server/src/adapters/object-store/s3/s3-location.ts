import { encodePath } from './sigv4.ts';

export interface S3Location {
  readonly region: string;
  readonly bucket: string;
  /** Of an S3-compatible server, `http://host:port`; AWS itself when absent. */
  readonly endpoint?: string;
  /** Bucket in the path, not in the host's name, as most S3-compatible servers want it. */
  readonly pathStyle: boolean;
}

/** The address of an object. */
export function objectUrl(location: S3Location, key: string): URL {
  const url = new URL(endpointOf(location));
  if (!location.pathStyle) url.host = `${location.bucket}.${url.host}`;
  const base = url.pathname.replace(/\/$/, '');
  url.pathname = [base, ...(location.pathStyle ? [location.bucket] : []), encodePath(key)].join('/');
  return url;
}

export function endpointOf(location: S3Location): string {
  return location.endpoint ?? `https://s3.${location.region}.amazonaws.com`;
}
