import type { ProblemCode } from './problem-code.ts';
import { readRefusal } from './read-refusal.ts';

export interface RenewedToken {
  readonly token: string;
  /** By the clock of the server; null when the answer does not say. */
  readonly issuedAtSeconds: number | null;
}

/** Why there is no next token. */
export class RenewalRefused extends Error {
  readonly code: ProblemCode;
  readonly requestId: string | null;

  constructor(code: ProblemCode, requestId: string | null) {
    super(code);
    this.code = code;
    this.requestId = requestId;
  }
}

/** The route of renewal on the host that `sourceUrl` comes from. */
export const renewalRouteOf = (sourceUrl: string): string => new URL('/v1/playback/tokens/renew', sourceUrl).href;

/**
 * Renews `token` at `url`: `POST /v1/playback/tokens/renew`, with the token as its own credential (edge access §13.2 A,
 * §19). Rejects with {@link RenewalRefused}.
 */
export async function renewByRoute(url: string, token: string): Promise<RenewedToken> {
  const headers = { 'Edge-Token': token };
  const response = await fetch(url, { method: 'POST', headers, credentials: 'omit', cache: 'no-store' }).catch(() => {
    throw new RenewalRefused('network_lost', null);
  });
  const body = await response.text().catch(() => '');
  const answer = { url, status: response.status, denyHeader: response.headers.get('X-Edge-Deny'), body };
  const refusal = readRefusal(answer);
  if (refusal !== null) throw new RenewalRefused(refusal.code, refusal.requestId);
  const renewed = readRenewedToken(body);
  if (renewed === null) throw new RenewalRefused('renewal_failed', null);
  return renewed;
}

/** The answer of the route, or null when it is none. */
export function readRenewedToken(body: string): RenewedToken | null {
  try {
    const { token, issued_at: issuedAt } = JSON.parse(body) as Record<string, unknown>;
    if (typeof token !== 'string' || token === '') return null;
    return { token, issuedAtSeconds: typeof issuedAt === 'number' ? issuedAt : null };
  } catch {
    return null;
  }
}
