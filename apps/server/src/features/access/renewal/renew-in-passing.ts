import { type ClientFacts, type Grant, isHalfSpent } from '@sluice/access';
import type { Admission } from '../gate.ts';
import { tokenCookies } from '../issue/token-cookies.ts';
import type { TokenBucket } from '../limits/token-bucket.ts';
import type { RenewalRecord } from '../register/token-register.ts';
import type { Renew } from './create-renewal.ts';
import { recordOf } from './renew-grant.ts';
import { renewalError } from './renewal-error.ts';

export interface PassingRenewal {
  readonly renew: Renew;
  readonly renewLimit: TokenBucket;
  readonly record: (renewed: RenewalRecord) => void;
}

/** Whether a path is one of a playlist or manifest: nothing else brings or leads to a renewed token. */
export const isManifest = (path: string): boolean => /\.(m3u8|mpd)$/.test(path);

/** Whether this request may be given a renewed token in passing (edge access §13.2, B, C and E): half of the life is over. */
export function isDueInPassing({ grant, path, asset, nowSeconds }: Admission): boolean {
  if (grant === null || asset === null || !isManifest(path)) return false;
  const { notBeforeSeconds, issuedAtSeconds, expiresAtSeconds: end, renewableUntilSeconds: ceiling } = grant;
  const start = notBeforeSeconds ?? issuedAtSeconds;
  // A token that ends at the ceiling gains nothing.
  if (ceiling === null || end === null || end >= ceiling) return false;
  return start !== undefined && isHalfSpent(start, end, nowSeconds);
}

/**
 * The token that takes the place of the one that gave `grant`; null where there is none, which is no reason to refuse.
 * Throws a 403 when the viewer is not entitled any more.
 */
export async function renewInPassing(
  { renew, renewLimit, record }: PassingRenewal,
  grant: Grant,
  client: ClientFacts,
): Promise<{ readonly token: string; readonly expiresAtSeconds: number } | null> {
  if (!renewLimit.take(grant.tokenId ?? '')) return null;
  const renewed = await renew(grant, client);
  if (renewed.ok) {
    record(recordOf(renewed));
    return renewed;
  }
  if (renewed.reason === 'not_entitled') throw renewalError('not_entitled');
  return null;
}

/** The headers that bring a renewed token by the carrier that the old one came with. */
export function renewalHeaders(
  { carrier, assetId, nowSeconds }: Admission,
  { token, expiresAtSeconds }: { readonly token: string; readonly expiresAtSeconds: number },
): Readonly<Record<string, string | string[]>> {
  const noStore = { 'cache-control': 'private, no-store' };
  if (carrier === 'header') return { ...noStore, 'edge-token-renewed': token };
  return { ...noStore, 'set-cookie': tokenCookies(assetId, token, expiresAtSeconds - nowSeconds) };
}
