/**
 * Every reason for which a request to a guarded object is refused, with the status that answers it (edge-access §9).
 * The order is the order of checks: when several hold, the first is told.
 */
export const refusalStatus = {
  method_not_allowed: 405,
  bad_path: 400,
  edge_stale: 503,
  token_missing: 403,
  token_malformed: 403,
  token_invalid: 403,
  token_not_yet_valid: 403,
  token_expired: 403,
  token_revoked: 403,
  token_exhausted: 403,
  asset_mismatch: 403,
  acl_mismatch: 403,
  ip_mismatch: 403,
  domain_mismatch: 403,
  ua_mismatch: 403,
  token_shared: 403,
  rate_limited: 429,
  not_found: 404,
} as const satisfies Record<string, number>;

export type RefusalReason = keyof typeof refusalStatus;

/** A refusal: a value, not an error, because refusing is the normal case under attack and must cost nothing. */
export interface Refusal<Reason extends string = RefusalReason> {
  readonly ok: false;
  readonly reason: Reason;
}

const refusals = new Map<string, Refusal<string>>();

/** The refusal for `reason`; one frozen object per reason. */
export function refuse<Reason extends string>(reason: Reason): Refusal<Reason> {
  let refusal = refusals.get(reason);
  if (refusal === undefined) {
    refusal = Object.freeze({ ok: false, reason });
    refusals.set(reason, refusal);
  }
  return refusal as Refusal<Reason>;
}
