import type { ClientFacts } from '../access-request.ts';
import { checkBindings, checkRevocation, hasBegun } from '../decide.ts';
import type { Grant } from '../grant.ts';
import { type Refusal, type RefusalReason, refuse } from '../refusal.ts';
import type { RevocationSet } from '../revocations/revocation-set.ts';

/** Seconds after its end during which a token can still be renewed, though it opens nothing (edge-access §13.1). */
export const renewalGraceSeconds = 60;

export type RenewalRefusalReason = RefusalReason | 'not_renewable' | 'renewal_ceiling';

/** The grant of the token that takes the place of the old one, or why there is none. */
export type Renewal = { readonly ok: true; readonly grant: Grant } | Refusal<RenewalRefusalReason>;

/**
 * Renews `grant`, the grant of a token with a good signature, for the client that presents it. Only times change: the
 * new token begins at `nowSeconds` and lives `ttlSeconds` from there, never past the ceiling of the first one, so that
 * repeated renewals cannot stack time. Ask whether the viewer is still entitled after this and before issuing.
 */
export function decideRenewal(
  grant: Grant,
  client: ClientFacts,
  ttlSeconds: number,
  nowSeconds: number,
  revocations: RevocationSet,
): Renewal {
  const { renewableUntilSeconds } = grant;
  const reason =
    checkTime(grant, nowSeconds) ??
    checkRevocation(grant, nowSeconds, revocations) ??
    checkBindings(grant.bindings, client);
  if (reason !== null) return refuse(reason);
  if (renewableUntilSeconds === null) return refuse('not_renewable');
  if (!(nowSeconds < renewableUntilSeconds)) return refuse('renewal_ceiling');
  const expiresAtSeconds = Math.min(nowSeconds + ttlSeconds, renewableUntilSeconds);
  const times = { notBeforeSeconds: nowSeconds, issuedAtSeconds: nowSeconds, expiresAtSeconds };
  return { ok: true, grant: { ...grant, ...times } };
}

function checkTime(grant: Grant, nowSeconds: number): RefusalReason | null {
  if (!hasBegun(grant, nowSeconds)) return 'token_not_yet_valid';
  const { expiresAtSeconds } = grant;
  const isInGrace = expiresAtSeconds === null || nowSeconds < expiresAtSeconds + renewalGraceSeconds;
  return isInGrace ? null : 'token_expired';
}
