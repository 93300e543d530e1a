/**
 * When a token ends, in Unix seconds, read without checking it: the server decides, the player only plans its renewal.
 * Null for opaque tokens and for what is no token. Forms: edge access §4.1 (`v=1~…~exp=…`) and §5 (JWT).
 */
export function tokenExpirySeconds(token: string): number | null {
  if (token.startsWith('v=1~')) return wholeSeconds(/~exp=(\d{10})(?:~|$)/.exec(token)?.[1]);
  const payload = /^eyJ[\w-]*\.([\w-]+)\.[\w-]+$/.exec(token)?.[1];
  return payload === undefined ? null : expiryClaim(payload);
}

/**
 * How long to wait before asking for the next token: until nine tenths of what is left have passed or one minute is
 * left, whichever is later, but at least a second. Null when the token has ended: then the server's refusal asks.
 */
export function renewalDelaySeconds(expirySeconds: number, nowSeconds: number): number | null {
  const leftSeconds = expirySeconds - nowSeconds;
  if (leftSeconds <= 0) return null;
  return Math.max(1, Math.floor(leftSeconds - Math.min(60, leftSeconds / 10)));
}

function expiryClaim(payload: string): number | null {
  try {
    const claims: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
    return typeof claims === 'object' && claims !== null ? wholeSeconds(Reflect.get(claims, 'exp')) : null;
  } catch {
    return null;
  }
}

function wholeSeconds(value: unknown): number | null {
  const seconds = Number(value);
  return Number.isSafeInteger(seconds) && seconds > 0 ? seconds : null;
}
