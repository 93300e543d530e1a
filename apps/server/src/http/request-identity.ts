import { randomHex } from '../platform/random-hex.ts';

/** The inbound `X-Request-Id` when it is short and plain enough for logs and headers, else 32 random characters. */
export function requestIdOf(inbound: string | undefined): string {
  return inbound !== undefined && /^[A-Za-z0-9._:/+=@-]{1,128}$/.test(inbound) ? inbound : randomHex(16);
}
