import type { CdnCarrier, CdnOrder, Grant } from '@sluice/access';
import type { IssueTokenBody } from '@sluice/contract';
import type { Asset } from '../../assets/index.ts';
import { issueError } from '../issue/issue-error.ts';
import { type Planning, planToken, type TokenPlan } from '../issue/plan-token.ts';
import { vodTtlSeconds } from '../issue/token-lifetime.ts';
import type { Cdn, CdnPlaces } from './cdn.ts';
import { type CdnObstacle, cdnRestrictionText } from './cdn-restriction-text.ts';
import { cdnWarnings } from './cdn-warnings.ts';

/** Clocks of issuer and CDN may differ by so much; a start that lies no farther ahead is none. */
const LEEWAY_SECONDS = 5;

/** What cannot be asked of this CDN (edge access §22: no restriction is ever dropped). */
export const refuseCdn = ({ name }: Cdn, obstacle: CdnObstacle) =>
  issueError('adapter_unsupported', cdnRestrictionText(name, obstacle));

/** The life to order: what was asked for, else what suits film and CDN. */
function ttlOf({ adapter }: Cdn, body: IssueTokenBody, durationSeconds: number | null): number {
  const { fixedLifetimeSeconds, maxLifetimeSeconds } = adapter.capabilities;
  const usual = fixedLifetimeSeconds ?? Math.min(vodTtlSeconds(durationSeconds), maxLifetimeSeconds ?? Infinity);
  return Math.min(body.ttl ?? usual, body.max_lifetime ?? Infinity);
}

function carrierOf(cdn: Cdn, { transport }: IssueTokenBody): CdnCarrier {
  const [best] = cdn.carriers;
  if (best === undefined) throw refuseCdn(cdn, 'children');
  if (transport !== undefined && !cdn.carriers.includes(transport)) throw refuseCdn(cdn, 'carrier');
  return transport ?? best;
}

/** The token that goes along opens the content key, which no CDN holds, and nothing else. */
function keyGrant(cdn: Cdn, { grant }: TokenPlan, assetId: string): TokenPlan['grant'] {
  const { resource } = grant;
  const patterns = resource.kind === 'paths' ? resource.patterns : [];
  const keys = patterns.filter(({ path }) => path.startsWith('/k/'));
  const isWhole = patterns.some(({ kind, path }) => kind === 'below' && path === `/v/${assetId}/`);
  if (!isWhole || keys.length === 0) throw refuseCdn(cdn, 'scope');
  return { ...grant, resource: { kind: 'paths', assetIds: [assetId], patterns: keys } };
}

/** What a CDN is told; made again from a plan with the times of a token that was issued before. */
export interface CdnPlan extends TokenPlan {
  readonly cdnOrder: (grant: Grant & { readonly expiresAtSeconds: number }) => CdnOrder;
  readonly places: CdnPlaces;
}

/**
 * What a credential of `cdn` for `asset` says, with the token for the content key; throws `adapter_unsupported` for
 * whatever the CDN cannot keep. Neither can be renewed, so the rules of such tokens hold (edge access §14.2).
 */
export function planCdnToken(cdn: Cdn, asset: Asset, body: IssueTokenBody, planning: Planning): CdnPlan {
  const ttlSeconds = ttlOf(cdn, body, asset.presentation?.durationSeconds ?? null);
  const plan = planToken(asset, { ...body, deliver_via: 'edge', renewable: false, ttl: ttlSeconds }, planning);
  const places = cdn.places(asset.id);
  if (places === null) throw refuseCdn(cdn, 'no-video');
  const carrier = carrierOf(cdn, body);
  const startSeconds = plan.grant.notBeforeSeconds ?? 0;
  const hasStart = body.not_before !== undefined || startSeconds > planning.nowSeconds + LEEWAY_SECONDS;
  const cdnOrder: CdnPlan['cdnOrder'] = ({ expiresAtSeconds, bindings, tokenId }) => ({
    host: cdn.host,
    path: places.hls,
    prefix: places.prefix,
    carrier,
    issuedAtSeconds: expiresAtSeconds - ttlSeconds,
    notBeforeSeconds: hasStart ? startSeconds : null,
    expiresAtSeconds,
    bindings,
    countries: null,
    tokenId,
    requiresInstantRevocation: body.require_instant_revocation ?? false,
  });
  return {
    grant: keyGrant(cdn, plan, asset.id),
    warnings: [...plan.warnings, ...cdnWarnings(cdn, asset, body, carrier)],
    cdnOrder,
    places,
  };
}
