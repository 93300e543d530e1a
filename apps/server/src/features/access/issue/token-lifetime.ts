import { renewAfterSeconds } from '@sluice/access';

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
  /** When the token begins to open, if that is later. */
  readonly notBeforeSeconds?: number | undefined;
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

/** How long a token for a film lives where nobody says, seconds (edge access §14.1). */
export const vodTtlSeconds = (durationSeconds: number | null): number =>
  Math.min(MOST_VOD_TTL, Math.max(LEAST_VOD_TTL, unclampedVodTtl(durationSeconds)));

/**
 * The life of a token for a film by the rules of edge access §13.1, §14.1 and §14.2. It begins with `notBeforeSeconds`
 * and never reaches more than a day ahead of now, so that a revocation need not be remembered for longer.
 */
export function decideLifetime(order: LifetimeOrder, nowSeconds: number): Lifetime {
  const wanted = unclampedVodTtl(order.durationSeconds);
  const asked = order.ttlSeconds ?? vodTtlSeconds(order.durationSeconds);
  if (asked > MAX_TTL_SECONDS) return { ok: false, reason: 'ttl_too_long' };
  const isShort = order.durationSeconds !== null && asked < order.durationSeconds;
  if (isShort && !order.isRenewable && !order.allowShort) return { ok: false, reason: 'ttl_shorter_than_asset' };
  const startSeconds = Math.max(nowSeconds, order.notBeforeSeconds ?? 0);
  const ceiling = nowSeconds + MAX_TTL_SECONDS;
  if (startSeconds + asked > ceiling) return { ok: false, reason: 'ttl_too_long' };
  const usual = wanted > MOST_VOD_TTL ? MAX_TTL_SECONDS : MOST_VOD_TTL;
  const lifetime = order.maxLifetimeSeconds ?? Math.max(usual, asked);
  const expiresAtSeconds = startSeconds + (order.isRenewable ? Math.min(asked, lifetime) : asked);
  return {
    ok: true,
    expiresAtSeconds,
    renewAfterSeconds: renewAfterSeconds(startSeconds, expiresAtSeconds),
    renewableUntilSeconds: order.isRenewable ? Math.min(startSeconds + lifetime, ceiling) : null,
  };
}
