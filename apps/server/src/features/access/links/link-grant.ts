import { randomBytes } from 'node:crypto';
import { assetPatterns, type Grant, unbound } from '@sluice/access';
import type { Asset } from '../../assets/index.ts';
import { linkSeconds } from './link-seconds.ts';

/** An asset that the address of a job opens. */
export interface LinkOrder {
  readonly jobId: string;
  readonly asset: Asset;
  readonly nowSeconds: number;
  /** How long what is handed out below it opens something, if the film is not longer. */
  readonly urlSeconds: number;
}

/**
 * What the unguessable id of a job opens: its asset, for everybody. The address is as old as the asset: whatever takes
 * back the asset, or the job as a viewer, takes the address back too. Each call has a token id of its own, since limits
 * for one token are not meant for everybody together.
 */
export function linkGrant({ jobId, asset, nowSeconds, urlSeconds }: LinkOrder): Grant {
  return {
    scheme: 'edge-token',
    keyId: '',
    tokenId: `pl_${randomBytes(15).toString('base64url')}`,
    subject: jobId,
    resource: { kind: 'paths', assetIds: [asset.id], patterns: assetPatterns(asset.id) ?? [] },
    actions: ['read'],
    issuedAtSeconds: Math.floor(asset.createdAt.getTime() / 1000),
    notBeforeSeconds: nowSeconds,
    expiresAtSeconds: nowSeconds + linkSeconds(urlSeconds, asset.presentation?.durationSeconds ?? null),
    renewableUntilSeconds: null,
    bindings: unbound,
  };
}
