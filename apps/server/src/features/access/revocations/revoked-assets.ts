import type { RevocationBatch } from '@sluice/access';

/** The assets that a batch takes tokens back for. */
export function revokedAssets(batch: RevocationBatch): readonly string[] {
  const entries =
    batch.kind === 'snapshot'
      ? batch.entries
      : batch.changes.flatMap((change) => (change.kind === 'added' ? [change.entry] : []));
  return entries.flatMap(({ type, value }) => (type === 'asset' ? [value] : []));
}
