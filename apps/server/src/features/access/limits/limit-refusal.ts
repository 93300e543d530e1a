import type { Refusal } from '@sluice/access';

/** A refusal for asking too often, with what the answer 429 tells (edge access §17). */
export interface LimitRefusal extends Refusal<'rate_limited'> {
  /** What the limit counts by; null for a client address. */
  readonly tokenId: string | null;
  readonly limit: number;
  /** Whole seconds, one at least. */
  readonly retryAfterSeconds: number;
}

export const limitRefusal = (tokenId: string | null, limit: number, waitMs: number): LimitRefusal => ({
  ok: false,
  reason: 'rate_limited',
  tokenId,
  limit,
  retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)),
});

/** Whether a limit refused, and not the decision itself. */
export const isLimitRefusal = (refusal: Refusal): refusal is LimitRefusal => 'retryAfterSeconds' in refusal;

/** What `http/` makes `Retry-After` and `RateLimit-*` of; nothing for a refusal that no limit gave. */
export function limitDetails(refusal: Refusal): Readonly<Record<string, unknown>> {
  if (!isLimitRefusal(refusal)) return {};
  const { limit, retryAfterSeconds } = refusal;
  return { retryAfterSeconds, rateLimit: { limit, remaining: 0, resetSeconds: retryAfterSeconds } };
}
