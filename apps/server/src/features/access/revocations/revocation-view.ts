import type { RevocationFeed, RevocationView } from '@sluice/contract';
import type { Database } from '../../../ports/database.ts';
import { loadRevocations, orderedChanges, type StoredRevocation } from './revocation-store.ts';

/** A revocation as the API shows it. */
export const viewOf = (row: StoredRevocation): RevocationView => ({
  id: row.id,
  seq: row.seq,
  type: row.type,
  value: row.value,
  before: row.before_seconds,
  expires_at: row.expires_seconds,
  reason: row.reason,
  created_at: row.created_seconds,
});

/** What followed the change `since`, or all that stands. */
export async function readFeed(database: Database, since: number | null): Promise<RevocationFeed> {
  const { isSnapshot, throughSeq, standing, removed } = await loadRevocations(database, since);
  const entries = orderedChanges(standing, removed).map(({ row, seq, isEnd }) =>
    isEnd ? ({ id: row.id, seq, removed: true } as const) : viewOf(row),
  );
  return { entries, next_seq: throughSeq, snapshot: isSnapshot };
}
