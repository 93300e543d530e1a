import { type ClientFacts, isHalfSpent, type RevocationSet } from '@sluice/access';
import type { Admission } from '../gate.ts';
import type { TokenSigner } from '../issue/sign-grant.ts';
import { tokenCookies } from '../issue/token-cookies.ts';
import type { TokenBucket } from '../limits/token-bucket.ts';
import type { RenewalRecord } from '../register/token-register.ts';
import { recordOf, renewGrant } from './renew-grant.ts';

export interface PassingRenewal extends TokenSigner {
  readonly revocations: RevocationSet;
  readonly renewLimit: TokenBucket;
  readonly record: (renewed: RenewalRecord) => void;
}

/** Whether this answer may bring a renewed token along (edge access §13.2, B and C): a playlist, half of the life over. */
export function isDueInPassing({ grant, carrier, path, asset, nowSeconds }: Admission): boolean {
  if (grant === null || asset === null || (carrier !== 'header' && carrier !== 'cookie')) return false;
  if (!/\.(m3u8|mpd)$/.test(path) || grant.renewableUntilSeconds === null) return false;
  const start = grant.notBeforeSeconds ?? grant.issuedAtSeconds;
  const { expiresAtSeconds: end } = grant;
  return start !== undefined && end !== null && isHalfSpent(start, end, nowSeconds);
}

/** The headers that bring the renewed token, by the carrier that the old one came with; none where it is not due. */
export function renewInPassing(
  parts: PassingRenewal,
  admission: Admission,
  client: ClientFacts,
): Readonly<Record<string, string | string[]>> {
  const { grant, carrier, assetId, nowSeconds } = admission;
  if (grant === null || !isDueInPassing(admission) || !parts.renewLimit.take(grant.tokenId ?? '')) return {};
  const renewed = renewGrant(grant, client, nowSeconds, parts.revocations, parts);
  if (!renewed.ok) return {};
  parts.record(recordOf(renewed));
  const noStore = { 'cache-control': 'private, no-store' };
  if (carrier === 'header') return { ...noStore, 'edge-token-renewed': renewed.token };
  return { ...noStore, 'set-cookie': tokenCookies(assetId, renewed.token, renewed.expiresAtSeconds - nowSeconds) };
}
