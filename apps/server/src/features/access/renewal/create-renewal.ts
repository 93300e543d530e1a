import { type ClientFacts, type Grant, type RevocationSet, refuse } from '@sluice/access';
import { type Clock, unixSeconds } from '../../../ports/clock.ts';
import type { AssetDirectory } from '../../assets/index.ts';
import type { AskEntitlement, Entitlement } from '../entitlement/entitlement.ts';
import type { TokenSigner } from '../issue/sign-grant.ts';
import type { RevocationOrder } from '../revocations/revocation-order.ts';
import { type RenewedToken, renewGrant } from './renew-grant.ts';
import type { RenewalReason } from './renewal-error.ts';

export type RenewalOutcome =
  | (RenewedToken & { readonly ok: true })
  | { readonly ok: false; readonly reason: RenewalReason };

/** Renews what gave `grant` for the viewer who presents it. Who is not entitled any more loses the old token as well. */
export type Renew = (grant: Grant, client: ClientFacts) => Promise<RenewalOutcome>;

export interface RenewalParts extends TokenSigner {
  readonly clock: Clock;
  readonly revocations: RevocationSet;
  readonly directory: Pick<AssetDirectory, 'find'>;
  readonly askEntitlement: AskEntitlement;
  readonly revoke: (order: RevocationOrder) => Promise<unknown>;
}

async function entitlementFor(
  { directory, askEntitlement }: RenewalParts,
  { tokenId, subject }: Grant & { readonly tokenId: string },
  assetId: string,
): Promise<Entitlement> {
  const asset = await directory.find(assetId);
  // Nothing is left to watch.
  if (asset === null || asset.presentation === null) return 'not_entitled';
  return askEntitlement({ subject, assetId, tokenId, action: 'renew' });
}

/** Every way of renewal goes through here: times, revocation, bindings, then the entitlement (edge access §13.1). */
export function createRenewal(parts: RenewalParts): Renew {
  const { clock, revocations, revoke } = parts;
  return async (grant, client) => {
    const { tokenId, resource } = grant;
    if (tokenId === null || resource.kind !== 'paths') return refuse('not_renewable');
    const renewed = renewGrant(grant, client, unixSeconds(clock), revocations, parts);
    if (!renewed.ok) return renewed;
    const known = { ...grant, tokenId };
    const entitlements = await Promise.all(resource.assetIds.map((id) => entitlementFor(parts, known, id)));
    if (entitlements.includes('not_entitled')) {
      await revoke({ type: 'token', value: tokenId, before: null, reason: 'not entitled any more' });
      return refuse('not_entitled');
    }
    return entitlements.includes('unknown') ? refuse('entitlement_unknown') : renewed;
  };
}
