import type { Grant } from '../grant.ts';
import type { Revocation } from './revocation.ts';
import { RevocationIndex } from './revocation-index.ts';

/** What has been taken back. Asked once per decision, so it must answer from memory. */
export interface RevocationSet {
  revokes(grant: Grant): boolean;
  /** True when too little is known at `nowSeconds` to let `grant` pass: the set has not been renewed for too long. */
  isStaleFor(grant: Grant, nowSeconds: number): boolean;
}

/** Nothing has been taken back. */
export const noRevocations: RevocationSet = { revokes: () => false, isStaleFor: () => false };

/**
 * The set of `revocations`, for ever complete. `beforeSeconds` takes back only what was issued before that Unix second;
 * several for one subject or asset count as the latest of them.
 */
export function createRevocationSet(revocations: Iterable<Revocation>): RevocationSet {
  const index = new RevocationIndex();
  for (const revocation of revocations) index.add(revocation);
  return { revokes: (grant) => index.revokes(grant), isStaleFor: () => false };
}
