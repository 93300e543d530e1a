import type {
  EdgeAsset,
  EdgeContentKey,
  EdgeEmbed,
  EdgeEntitlement,
  EdgeEntitlementQuery,
  EdgeRenewal,
  EdgeSeen,
  EdgeSync,
} from '@sluice/contract';
import type { HttpAnswer } from './http-exchange.ts';

export interface SyncQuestion {
  /** The last change that is known; null asks for everything. */
  readonly since: number | null;
  /** Version of the key set that is held; null holds none. */
  readonly keys: string | null;
  /** How long the origin may wait for a change, 0 to 30. */
  readonly waitSeconds: number;
}

/** Path and query that ask for what is new to `node`. */
export function syncTarget({ since, keys, waitSeconds }: SyncQuestion, node: string): string {
  const query = new URLSearchParams({ node, wait: String(waitSeconds) });
  if (since !== null) query.set('since', String(since));
  if (keys !== null) query.set('keys', keys);
  return `/v1/edge/sync?${query}`;
}

/**
 * What an edge without a database asks the deployment that it serves. An origin that does not answer in time, or knows
 * no such edge, is `access/edge-stale`: without it nothing can be decided that is not known already.
 */
export interface EdgeOrigin {
  sync(question: SyncQuestion, signal: AbortSignal): Promise<EdgeSync>;
  /** Null where there is none, as below. */
  findAsset(id: string): Promise<EdgeAsset | null>;
  findContentKey(assetId: string, kid: string): Promise<EdgeContentKey | null>;
  findEmbed(tokenHash: string): Promise<EdgeEmbed | null>;
  /** False when no play is left. */
  countPlay(embedId: string): Promise<boolean>;
  /** Takes the token back where the viewer is not entitled. */
  askEntitlement(question: EdgeEntitlementQuery): Promise<EdgeEntitlement['entitlement']>;
  note(seen: EdgeSeen): Promise<void>;
  /** The answer for the viewer, a refusal included. */
  renew(renewal: EdgeRenewal): Promise<HttpAnswer>;
}
