import type { Logger } from '../../../platform/logger.ts';
import type { ObjectInfo, ObjectStore } from '../../../ports/object-store.ts';
import type { Account } from '../../../ports/storage-account.ts';
import { isInDirectory } from '../accounts/account-reach.ts';
import type { Providers } from '../providers/providers.ts';
import { planRetention, type RetentionRule } from './plan-retention.ts';

export interface RetentionParts {
  /** As they are now, not as they are remembered. */
  readonly loadAccounts: () => Promise<readonly Account[]>;
  readonly providers: Providers;
  readonly nowMs: () => number;
  readonly log: Pick<Logger, 'info' | 'warn'>;
  /** Ends the sweep before the next object. */
  readonly signal: AbortSignal;
}

const DAY_MS = 86_400_000;

async function removeOld(
  store: ObjectStore,
  { directory }: RetentionRule,
  isOld: (info: ObjectInfo) => boolean,
  signal: AbortSignal,
): Promise<number> {
  let removed = 0;
  for await (const info of store.list(`${directory}/`)) {
    if (signal.aborted) break;
    if (!isOld(info) || !isInDirectory({ directory }, info.key)) continue;
    // A list may be minutes old: what was written again meanwhile stays.
    const now = await store.head(info.key);
    if (now === null || !isOld(now)) continue;
    await store.delete(info.key);
    removed++;
  }
  return removed;
}

/** Removes what is older than the limits of the accounts say, directory by directory. What fails is tried next time. */
export async function sweepRetention({ loadAccounts, providers, nowMs, log, signal }: RetentionParts): Promise<void> {
  for (const rule of planRetention(await loadAccounts())) {
    if (signal.aborted) return;
    const { provider, directory, days } = rule;
    const isOld = ({ lastModified }: ObjectInfo): boolean => lastModified.getTime() < nowMs() - days * DAY_MS;
    try {
      const store = await providers.open(provider);
      const removed = store === null ? 0 : await removeOld(store, rule, isOld, signal);
      if (removed > 0) log.info({ provider, directory, days, removed }, 'objects beyond their days were removed');
    } catch (err) {
      log.warn({ err, provider, directory }, 'objects beyond their days could not be removed');
    }
  }
}
