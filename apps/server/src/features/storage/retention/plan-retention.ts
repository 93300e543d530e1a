import type { Account } from '../../../ports/storage-account.ts';
import { ANY_DIRECTORY } from '../accounts/account-reach.ts';

/** Objects of a directory of a provider that are older are to be removed. */
export interface RetentionRule {
  readonly provider: string;
  /** Without a slash at its end; never `*`. */
  readonly directory: string;
  readonly days: number;
}

type Holder = Pick<Account, 'directory' | 'providers' | 'dayLimit'>;

/** Films lie there: nothing is ever too old. */
const MEDIA = 'media';

const isWithin = (inner: string, outer: string): boolean => inner === outer || inner.startsWith(`${outer}/`);
const overlap = (one: string, other: string): boolean => isWithin(one, other) || isWithin(other, one);

/**
 * What the accounts' limits of days remove. Where directories of several accounts lie in one another, the longest limit
 * holds, and where one of them keeps objects for good, nothing is removed. An account that may name any directory has
 * no limit, and sets none to others.
 */
export function planRetention(accounts: readonly Holder[]): readonly RetentionRule[] {
  const bound = accounts.filter(({ directory }) => directory !== ANY_DIRECTORY);
  const rules = new Map<string, RetentionRule>();
  for (const { directory, providers, dayLimit } of bound) {
    if (dayLimit === undefined || dayLimit <= 0) continue;
    for (const provider of providers) {
      if (provider === MEDIA) continue;
      const sharing = bound.filter((other) => other.providers.has(provider) && overlap(other.directory, directory));
      const days = Math.max(...sharing.map((other) => other.dayLimit || Number.POSITIVE_INFINITY));
      if (Number.isFinite(days)) rules.set(JSON.stringify([provider, directory]), { provider, directory, days });
    }
  }
  return [...rules.values()];
}
