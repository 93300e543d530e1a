import { type Clock, unixSeconds } from '../../../ports/clock.ts';
import type { Database, Transaction } from '../../../ports/database.ts';
import { deleteEmbedToken } from '../embed/embed-store.ts';
import { saveKeyState } from '../keys/signing-key-store.ts';
import { notifyEdges } from '../notify-edges.ts';
import { idsThatBeginLater } from '../register/token-register.ts';
import type { RevocationFeed } from './revocation-feed.ts';
import type { RevocationOrder } from './revocation-order.ts';
import { insertRevocation, type StoredRevocation, trimRevocations } from './revocation-store.ts';

/** Takes something back. In force in this process when it resolves, in the others within moments. */
export type Revoke = (order: RevocationOrder) => Promise<{ readonly row: StoredRevocation; readonly isNew: boolean }>;

/** Takes back one by one what a revocation by time cannot reach. */
async function revokeThoseToCome(
  transaction: Transaction,
  { type, value, reason }: RevocationOrder,
  beforeSeconds: number | null,
  nowSeconds: number,
): Promise<void> {
  if (beforeSeconds === null || (type !== 'subject' && type !== 'asset')) return;
  const column = type === 'subject' ? 'subject' : 'asset_id';
  for (const id of await idsThatBeginLater(transaction, column, value, beforeSeconds)) {
    await insertRevocation(transaction, { type: 'token', value: id, before: null, reason }, nowSeconds);
  }
}

export function createRevoke(database: Database, clock: Clock, feed: RevocationFeed): Revoke {
  return async (order) => {
    const nowSeconds = unixSeconds(clock);
    const result = await database.transaction().execute(async (transaction) => {
      if (order.type === 'key') {
        await saveKeyState(transaction, order.value, 'revoked', clock.nowMs());
        await notifyEdges(transaction, 'keys');
      }
      if (order.type === 'embed') await deleteEmbedToken(transaction, order.value);
      const inserted = await insertRevocation(transaction, order, nowSeconds);
      await revokeThoseToCome(transaction, order, inserted.row.before_seconds, nowSeconds);
      await trimRevocations(transaction, nowSeconds);
      return inserted;
    });
    await feed.refresh();
    return result;
  };
}
