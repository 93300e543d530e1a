import type { CdnCredential } from '@sluice/access';
import type { IssuedToken } from '@sluice/contract';
import type { Delivery } from '../issue/delivery.ts';
import type { Cdn, CdnPlaces } from './cdn.ts';
import { type CdnPlan, planCdnToken, refuseCdn } from './plan-cdn-token.ts';

function mint(cdn: Cdn, { cdnOrder, grant }: Pick<CdnPlan, 'cdnOrder' | 'grant'>): CdnCredential {
  const minted = cdn.adapter.mint(cdnOrder(grant));
  if (!minted.ok) throw refuseCdn(cdn, minted.restriction);
  return minted;
}

/** Addresses of an asset with the credential riding along. Where a query has to be handed down, DASH cannot. */
function cdnUrls({ host, queryNames }: Cdn, places: CdnPlaces, { query, pathPrefix }: CdnCredential) {
  const place = (path: string): string => (pathPrefix === null ? path : pathPrefix + path.slice(places.prefix.length));
  const url = (path: string): string => `https://${host}${place(path)}${query === null ? '' : `?${query}`}`;
  const isHandedDown = query !== null && queryNames.length > 0;
  return {
    hls: url(places.hls),
    ...(isHandedDown ? {} : { dash: url(places.dash) }),
    poster: url(places.poster),
  };
}

/** `Set-Cookie` values, for the paths that the credential opens and for as long. */
function cdnCookies({ cookies }: CdnCredential, maxAgeSeconds: number): string[] {
  const attributes = `Max-Age=${Math.max(0, maxAgeSeconds)}; Secure; HttpOnly; SameSite=None; Partitioned`;
  return cookies.map(({ name, value, path }) => `${name}=${value}; Path=${path}; ${attributes}`);
}

/** Delivery by a CDN: its credential in addresses or cookies, and our own token for the content key. */
export function cdnDelivery(cdn: Cdn): Delivery {
  return {
    name: cdn.name,
    plan(asset, body, planning) {
      const plan = planCdnToken(cdn, asset, body, planning);
      mint(cdn, plan);
      const hand = (grant: CdnPlan['grant']): Pick<IssuedToken, 'urls' | 'cookies'> => {
        const credential = mint(cdn, { cdnOrder: plan.cdnOrder, grant });
        const maxAgeSeconds = grant.expiresAtSeconds - planning.nowSeconds;
        return { urls: cdnUrls(cdn, plan.places, credential), cookies: cdnCookies(credential, maxAgeSeconds) };
      };
      return { ...plan, hand };
    },
  };
}
