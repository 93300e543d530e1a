import { randomBytes } from 'node:crypto';

const ID_LENGTH = 32;
/** Characters of many ids that are drawn at once: each call costs more than the bytes it brings. */
let drawn = '';
let used = 0;

function randomId(): string {
  if (used === drawn.length) {
    drawn = randomBytes(256 * (ID_LENGTH / 2)).toString('hex');
    used = 0;
  }
  used += ID_LENGTH;
  return drawn.slice(used - ID_LENGTH, used);
}

/** The inbound `X-Request-Id` when it is short and plain enough for logs and headers, else 32 random characters. */
export function requestIdOf(inbound: string | undefined): string {
  return inbound !== undefined && /^[A-Za-z0-9._:/+=@-]{1,128}$/.test(inbound) ? inbound : randomId();
}

/** The trace id of a W3C `traceparent` (Trace Context §3.2), else a new one. */
export function traceIdOf(traceparent: string | undefined): string {
  const match = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?$/.exec(traceparent ?? '');
  const id = match?.[1];
  return id === undefined || /^0+$/.test(id) || traceparent?.startsWith('ff') ? randomId() : id;
}
