import { randomBytes } from 'node:crypto';

/** The inbound `X-Request-Id` when it is short and plain enough for logs and headers, else 32 random characters. */
export function requestIdOf(inbound: string | undefined): string {
  return inbound !== undefined && /^[A-Za-z0-9._:/+=@-]{1,128}$/.test(inbound)
    ? inbound
    : randomBytes(16).toString('hex');
}

/** The trace id of a W3C `traceparent` (Trace Context §3.2), else a new one. */
export function traceIdOf(traceparent: string | undefined): string {
  const match = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?$/.exec(traceparent ?? '');
  const id = match?.[1];
  return id === undefined || /^0+$/.test(id) || traceparent?.startsWith('ff') ? randomBytes(16).toString('hex') : id;
}
