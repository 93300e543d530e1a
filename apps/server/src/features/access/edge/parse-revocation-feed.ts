import type { RevocationBatch, RevocationChange, RevocationEntry } from '@sluice/access';
import type { RevocationFeed, RevocationView } from '@sluice/contract';
import { revocationOf } from '../revocations/revocation-store.ts';

const entryOf = (view: RevocationView): RevocationEntry => ({
  ...revocationOf({ type: view.type, value: view.value, before_seconds: view.before }),
  id: view.id,
  seq: view.seq,
  expiresAtSeconds: view.expires_at,
});

/** The answer to `since` as a process keeps it in memory. */
export function parseRevocationFeed(
  { entries, next_seq, snapshot }: RevocationFeed,
  since: number | null,
): RevocationBatch {
  if (snapshot || since === null) {
    const standing = entries.flatMap((entry) => ('removed' in entry ? [] : [entryOf(entry)]));
    return { kind: 'snapshot', throughSeq: next_seq, entries: standing };
  }
  const changes = entries.map(
    (entry): RevocationChange =>
      'removed' in entry ? { kind: 'removed', id: entry.id, seq: entry.seq } : { kind: 'added', entry: entryOf(entry) },
  );
  return { kind: 'delta', afterSeq: since, throughSeq: next_seq, changes };
}
