/** What the player reads in a token to plan its renewal. Unix seconds of the server's clock. */
export interface TokenTimes {
  /** Null when the token does not say. */
  readonly issuedAtSeconds: number | null;
  readonly expiresAtSeconds: number;
  /** No renewal reaches beyond this; null for a token that cannot be renewed. */
  readonly renewableUntilSeconds: number | null;
}

/**
 * The times of a token, read without checking it: the server decides, the player only plans. Null for opaque tokens and
 * for what is no token. Forms: edge access §4.1 (`v=1~…~exp=…`) and §5 (JWT).
 */
export function readTokenTimes(token: string): TokenTimes | null {
  const field = token.startsWith('v=1~') ? edgeTokenField(token) : jwtField(token);
  const expiresAtSeconds = wholeSeconds(field('exp'));
  if (expiresAtSeconds === null) return null;
  return {
    issuedAtSeconds: wholeSeconds(field('iat') ?? field('st')),
    expiresAtSeconds,
    renewableUntilSeconds: wholeSeconds(field('mx')),
  };
}

type FieldReader = (name: string) => unknown;

function edgeTokenField(token: string): FieldReader {
  return (name) => new RegExp(`~${name}=(\\d{10})(?:~|$)`).exec(token)?.[1];
}

function jwtField(token: string): FieldReader {
  const payload = /^eyJ[\w-]*\.([\w-]+)\.[\w-]+$/.exec(token)?.[1];
  const claims = payload === undefined ? null : parsePayload(payload);
  return (name) => (typeof claims === 'object' && claims !== null ? Reflect.get(claims, name) : undefined);
}

function parsePayload(payload: string): unknown {
  try {
    return JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
  } catch {
    return null;
  }
}

function wholeSeconds(value: unknown): number | null {
  const seconds = Number(value);
  return Number.isSafeInteger(seconds) && seconds > 0 ? seconds : null;
}
