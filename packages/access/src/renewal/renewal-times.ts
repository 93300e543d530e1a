const leastMarginSeconds = 30;
const marginShare = 0.2;
const jitterShare = 0.1;

/**
 * The second after which a client renews: a fifth of the life before the end, at least 30 seconds (edge-access §13.1).
 * A token that lives under a minute is renewed at half its life, or it would be renewed again and again.
 */
export function renewAfterSeconds(issuedAtSeconds: number, expiresAtSeconds: number): number {
  const ttlSeconds = expiresAtSeconds - issuedAtSeconds;
  const marginSeconds = Math.max(leastMarginSeconds, Math.round(marginShare * ttlSeconds));
  return Math.max(expiresAtSeconds - marginSeconds, issuedAtSeconds + Math.ceil(ttlSeconds / 2));
}

/**
 * How long a client waits from `nowSeconds` on, up to a tenth more or less, so that viewers who began together do not
 * all renew together. `random` is uniform in [0, 1).
 */
export function renewalDelaySeconds(renewAfter: number, nowSeconds: number, random: number): number {
  const factor = 1 - jitterShare + 2 * jitterShare * random;
  return Math.max(0, renewAfter - nowSeconds) * factor;
}

/** Whether less than half of a life is left: then a response brings a renewed token along (edge-access §13.2, B and C). */
export function isHalfSpent(issuedAtSeconds: number, expiresAtSeconds: number, nowSeconds: number): boolean {
  return expiresAtSeconds - nowSeconds < (expiresAtSeconds - issuedAtSeconds) / 2;
}
