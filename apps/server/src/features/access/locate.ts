import { type NormalPath, type ParsedPath, parsePath, type Refusal } from '@sluice/access';
import { type Awaitable, whenThere } from '../../ports/awaitable.ts';
import { unixSeconds } from '../../ports/clock.ts';
import { type Asset, isAssetId } from '../assets/index.ts';
import type { GateParts } from './gate-parts.ts';

/** Area, asset and the rest of a decoded path; null for a path that names no asset. */
function placeOf(path: NormalPath): { assetId: string; rest: string } | null {
  const begin = path.indexOf('/', 1) + 1;
  const slash = path.indexOf('/', begin);
  const end = slash === -1 ? path.length : slash;
  const assetId = begin === 0 ? '' : path.slice(begin, end);
  return isAssetId(assetId) ? { assetId, rest: path.slice(end + 1) } : null;
}

/** What a request names, before any credential is looked at. */
export interface Place {
  readonly ok: true;
  readonly parsed: ParsedPath;
  /** Empty for a path that names no asset. */
  readonly assetId: string;
  /** Below `/v/{assetId}/` or `/k/{assetId}/`. */
  readonly rest: string;
  readonly asset: Asset | null;
  readonly nowSeconds: number;
}

/** Edge access §9 steps 2 and 3: the path, parsed once, and the asset's policy. */
export function locate({ directory, clock }: GateParts, rawTarget: string): Awaitable<Place | Refusal> {
  const parsed = parsePath(rawTarget);
  if (!parsed.ok) return parsed;
  const place = placeOf(parsed.path);
  const { assetId = '', rest = '' } = place ?? {};
  return whenThere(place === null ? null : directory.find(assetId), (asset) => {
    return { ok: true, parsed, assetId, rest, asset, nowSeconds: unixSeconds(clock) };
  });
}
