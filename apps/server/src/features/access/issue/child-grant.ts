import { encodePercent, type Grant, type PathPattern, parsePathPattern } from '@sluice/access';
import type { Admission } from '../gate.ts';
import { vodTtlSeconds } from './token-lifetime.ts';

const areas = ['v', 'live', 'k', 'i'] as const;

/** What `pattern` opens of one asset: itself, or what lies below the asset where it opens more. */
function narrow(pattern: PathPattern, assetId: string): readonly PathPattern[] {
  const roots = areas.map((area) => `/${area}/${assetId}/`);
  if (roots.some((root) => pattern.path.startsWith(root))) return [pattern];
  if (pattern.kind !== 'below') return [];
  return areas.flatMap((area) => {
    if (!`/${area}/${assetId}/`.startsWith(pattern.path)) return [];
    const narrowed = parsePathPattern(`/${area}/${encodePercent(assetId)}/*`);
    return narrowed === null ? [] : [narrowed];
  });
}

/** Where a child is made: below which asset, and when. */
export type ChildPlace = Pick<Admission, 'assetId' | 'asset' | 'nowSeconds'>;

/**
 * The grant that tokens for what lies below an admitted object inherit (edge access §15.1): of this one asset alone.
 * An embed token may never end, but its children do, and are issued now.
 */
export function childGrant(grant: Grant, { assetId, asset, nowSeconds }: ChildPlace): Grant {
  if (grant.resource.kind !== 'paths') return grant;
  const patterns = grant.resource.patterns.flatMap((pattern) => narrow(pattern, assetId));
  const narrowed: Grant = { ...grant, resource: { kind: 'paths', assetIds: [assetId], patterns } };
  if (grant.scheme !== 'embed-token') return narrowed;
  const end = nowSeconds + vodTtlSeconds(asset?.presentation?.durationSeconds ?? null);
  return {
    ...narrowed,
    notBeforeSeconds: Math.max(nowSeconds, grant.issuedAtSeconds ?? 0),
    expiresAtSeconds: Math.min(end, grant.expiresAtSeconds ?? end),
  };
}
