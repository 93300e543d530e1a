import {
  type ClientFacts,
  decideRenewal,
  type Grant,
  type RenewalRefusalReason,
  type RevocationSet,
} from '@sluice/access';
import { signGrant, type TokenSigner } from '../issue/sign-grant.ts';
import { MAX_TTL_SECONDS } from '../issue/token-lifetime.ts';
import type { RenewalRecord } from '../register/token-register.ts';

/** Life of a renewed token whose first one does not say when it began. */
const DEFAULT_TTL_SECONDS = 3600;

export type RenewedToken =
  | {
      readonly ok: true;
      readonly token: string;
      readonly kid: string;
      readonly startSeconds: number;
      readonly expiresAtSeconds: number;
      readonly grant: Grant;
    }
  | { readonly ok: false; readonly reason: RenewalRefusalReason };

/** Seconds that a token of this grant lives: a renewed one lives as long again. */
function ttlOf({ notBeforeSeconds, issuedAtSeconds, expiresAtSeconds }: Grant): number {
  const start = notBeforeSeconds ?? issuedAtSeconds;
  if (start === undefined || expiresAtSeconds === null) return DEFAULT_TTL_SECONDS;
  return Math.min(MAX_TTL_SECONDS, Math.max(1, expiresAtSeconds - start));
}

/** A token that takes the place of the one that gave `grant`, signed by the key that signs now (edge access §13.1). */
export function renewGrant(
  grant: Grant,
  client: ClientFacts,
  nowSeconds: number,
  revocations: RevocationSet,
  signer: TokenSigner,
): RenewedToken {
  const renewal = decideRenewal(grant, client, ttlOf(grant), nowSeconds, revocations);
  if (!renewal.ok) return renewal;
  // Not before the old one began: a revocation may stand in between, which spares it.
  const startSeconds = Math.max(nowSeconds, grant.notBeforeSeconds ?? 0);
  const expiresAtSeconds = renewal.grant.expiresAtSeconds ?? startSeconds;
  const renewed: Grant = { ...renewal.grant, notBeforeSeconds: startSeconds, issuedAtSeconds: startSeconds };
  return { ok: true, ...signGrant(renewed, signer), startSeconds, expiresAtSeconds, grant: renewed };
}

/** What the register notes of a renewal. */
export const recordOf = ({
  grant,
  kid,
  startSeconds,
  expiresAtSeconds,
}: RenewedToken & { ok: true }): RenewalRecord => ({
  id: grant.tokenId ?? '',
  kid,
  not_before_seconds: startSeconds,
  expires_seconds: expiresAtSeconds,
});
