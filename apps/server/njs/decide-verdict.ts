import { type AccessRequest, type Carrier, decide, type Grant, type RevocationSet } from '@sluice/access';
import { lastSecondOfVerdict, type VerdictLifetime, verdictLifetimes, verdictName } from './verdict-path.ts';

interface Admitted {
  readonly grant: Grant;
  readonly carrier: Carrier;
  readonly request: AccessRequest;
  readonly nowSeconds: number;
}

/** Whether the grant opens everything of the asset to everybody: then nothing but the token has to be looked at. */
function isForAllOfAsset({ resource, bindings }: Grant, asked: AccessRequest['resource']): boolean {
  const { clientAddresses, hosts, userAgent } = bindings;
  if (clientAddresses !== null || hosts !== null || userAgent !== null) return false;
  if (resource.kind !== 'paths' || asked.kind !== 'path') return false;
  const place = `/v/${asked.assetId}/`;
  return resource.patterns.some(({ kind, path }) => kind === 'below' && place.startsWith(path));
}

function lifetimeOf({ expiresAtSeconds }: Grant, lastSecond: number): VerdictLifetime | null {
  const restSeconds = (expiresAtSeconds ?? Number.POSITIVE_INFINITY) - lastSecond;
  if (restSeconds >= verdictLifetimes.h) return 'h';
  return restSeconds >= verdictLifetimes.m ? 'm' : null;
}

/** Name of the verdict on an admitted request, for nginx to find; null unless the decision is the same for the whole asset and the whole bucket. */
export function decideVerdict(
  rawTarget: string,
  { grant, carrier, request, nowSeconds }: Admitted,
  revocations: RevocationSet,
): string | null {
  if (carrier !== 'query' && carrier !== 'path') return null;
  const lastSecond = lastSecondOfVerdict(nowSeconds);
  const lifetime = lifetimeOf(grant, lastSecond);
  if (lifetime === null || !isForAllOfAsset(grant, request.resource)) return null;
  // The feed could grow too old meanwhile.
  if (!decide(grant, request, lastSecond, revocations).ok) return null;
  return verdictName(rawTarget, nowSeconds, lifetime);
}
