/** Longest life that the issuer gives, seconds (edge access §14.1). */
export const MAX_TTL_SECONDS = 86_400;
const LEAST_VOD_TTL = 3600;
const MOST_VOD_TTL = 43_200;

/** What a caller may ask about time. */
export interface LifetimeOrder {
  /** Length of the film; null when unknown. */
  readonly durationSeconds: number | null;
  readonly ttlSeconds?: number | undefined;
  readonly isRenewable: boolean;
  readonly maxLifetimeSeconds?: number | undefined;
  /** A token that ends before the film and cannot be renewed is wanted all the same. */
  readonly allowShort: boolean;
}

export type Lifetime =
  | {
      readonly ok: true;
      readonly expiresAtSeconds: number;
      readonly renewAfterSeconds: number;
      /** Null for a token that cannot be renewed. */
      readonly renewableUntilSeconds: number | null;
    }
  | { readonly ok: false; readonly reason: 'ttl_too_long' | 'ttl_shorter_than_asset' };

function unclampedVodTtl(durationSeconds: number | null): number {
  return durationSeconds === null ? LEAST_VOD_TTL : Math.ceil(1.25 * durationSeconds) + 900;
}

/** The life of a token for a film by the rules of edge access §13.1, §14.1 and §14.2. */
export function decideLifetime(order: LifetimeOrder, nowSeconds: number): Lifetime {
  const wanted = unclampedVodTtl(order.durationSeconds);
  const asked = order.ttlSeconds ?? Math.min(MOST_VOD_TTL, Math.max(LEAST_VOD_TTL, wanted));
  if (asked > MAX_TTL_SECONDS) return { ok: false, reason: 'ttl_too_long' };
  const isShort = order.durationSeconds !== null && asked < order.durationSeconds;
  if (isShort && !order.isRenewable && !order.allowShort) return { ok: false, reason: 'ttl_shorter_than_asset' };
  const usual = wanted > MOST_VOD_TTL ? MAX_TTL_SECONDS : MOST_VOD_TTL;
  const lifetime = order.maxLifetimeSeconds ?? Math.max(usual, asked);
  const ttl = order.isRenewable ? Math.min(asked, lifetime) : asked;
  return {
    ok: true,
    expiresAtSeconds: nowSeconds + ttl,
    renewAfterSeconds: nowSeconds + ttl - Math.max(30, Math.round(0.2 * ttl)),
    renewableUntilSeconds: order.isRenewable ? nowSeconds + lifetime : null,
  };
}
