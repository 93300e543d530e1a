import type { Grant } from './grant.ts';

/** One standing revocation (edge-access §12.1). `embed` takes back an embed token and all that was made from it. */
export type Revocation =
  | { readonly type: 'token' | 'embed' | 'key'; readonly value: string }
  | { readonly type: 'subject' | 'asset'; readonly value: string; readonly beforeSeconds: number };

/** What has been taken back. Asked once per decision, so it must answer from memory. */
export interface RevocationSet {
  revokes(grant: Grant): boolean;
}

/** Nothing has been taken back. */
export const noRevocations: RevocationSet = { revokes: () => false };

/**
 * The set of `revocations`; `beforeSeconds` takes back only what was issued before that Unix second. Several for one subject or asset count as
 * the latest of them.
 */
export function createRevocationSet(revocations: Iterable<Revocation>): RevocationSet {
  const tokenIds = new Set<string>();
  const keyIds = new Set<string>();
  const subjects = new Map<string, number>();
  const assets = new Map<string, number>();
  for (const revocation of revocations) {
    if (revocation.type === 'key') keyIds.add(revocation.value);
    else if (revocation.type === 'subject') keepLatest(subjects, revocation);
    else if (revocation.type === 'asset') keepLatest(assets, revocation);
    else tokenIds.add(revocation.value);
  }
  return {
    revokes(grant) {
      if (keyIds.has(grant.keyId) || (grant.tokenId !== null && tokenIds.has(grant.tokenId))) return true;
      // A grant that does not say when it was issued counts as issued at 0, the safe side.
      const issuedAtSeconds = grant.issuedAtSeconds ?? grant.notBeforeSeconds ?? 0;
      if (grant.subject !== null && issuedAtSeconds < (subjects.get(grant.subject) ?? 0)) return true;
      return assetIdsOf(grant).some((assetId) => issuedAtSeconds < (assets.get(assetId) ?? 0));
    },
  };
}

function assetIdsOf({ resource }: Grant): readonly string[] {
  if (resource.kind === 'paths') return resource.assetIds;
  return resource.kind === 'content-key' ? [resource.assetId] : [];
}

function keepLatest(
  latest: Map<string, number>,
  { value, beforeSeconds }: { readonly value: string; readonly beforeSeconds: number },
): void {
  latest.set(value, Math.max(latest.get(value) ?? 0, beforeSeconds));
}
