import { apiKeyHash, type SyncCrypto, verifyApiKey } from '@sluice/access';
import type { Clock } from '../../../ports/clock.ts';
import type { Database } from '../../../ports/database.ts';
import type { Caller } from '../../../ports/http-exchange.ts';
import { findKeyByHash, type KeyOwnership, touchKey } from './api-key-store.ts';

export interface KeyOwnerParts {
  readonly database: Database;
  readonly crypto: SyncCrypto;
  readonly clock: Clock;
  /** Told that the use of a key could not be noted: the request goes on. */
  readonly reportFailure: (error: unknown) => void;
}

/** How often the use of a key is noted at most. */
const TOUCH_SECONDS = 60;

/** Who shows this key, whose form is right; null where it opens nothing, for whatever reason. */
export function createFindKeyOwner({ database, crypto, clock, reportFailure }: KeyOwnerParts) {
  function noteUse({ id, last_used_at: lastUsed }: KeyOwnership): void {
    const now = new Date(clock.nowMs());
    if (lastUsed !== null && now.getTime() - lastUsed.getTime() < TOUCH_SECONDS * 1000) return;
    touchKey(database, id, now, TOUCH_SECONDS).catch(reportFailure);
  }
  return async (key: string): Promise<Caller | null> => {
    const hash = apiKeyHash(crypto, key);
    const row = await findKeyByHash(database, hash);
    if (row === undefined) return null;
    const isActive = row.is_active && !row.is_disabled;
    const verified = verifyApiKey({ id: String(row.id), userId: row.user_id, hash: row.hash, isActive }, hash);
    if (!verified.ok) return null;
    noteUse(row);
    return { userId: row.user_id, clerkUserId: null, authType: 'api_key', grant: verified.grant, actor: null };
  };
}
