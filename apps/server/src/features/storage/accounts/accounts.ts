import type { Account } from '../../../ports/storage-account.ts';
import type { Remembered } from '../remembered.ts';
import { isSecretOf } from './account-secret.ts';
import { type AccountRow, accountOf } from './account-store.ts';

/** The accounts of the deployment, from memory: a change in any process is seen by all at once. */
export interface Accounts {
  /**
   * The enabled account of this access key; null where the key is unknown, the secret wrong or the account disabled.
   * Which of them it was cannot be told by the time that it takes.
   */
  authenticateAccount(accessKey: string, secret: string): Promise<Account | null>;
  /** The account of this name, disabled or not; null where there is none. */
  findAccount(name: string): Promise<Account | null>;
}

interface KnownAccount {
  readonly account: Account;
  readonly secretHash: Uint8Array;
}

/** All accounts by what they are asked for. */
export interface AccountIndex {
  readonly byName: ReadonlyMap<string, KnownAccount>;
  readonly byAccessKey: ReadonlyMap<string, KnownAccount>;
}

export function indexAccounts(rows: readonly AccountRow[]): AccountIndex {
  const known = rows.map((row): KnownAccount => ({ account: accountOf(row), secretHash: row.secret_hash }));
  return {
    byName: new Map(known.map((each) => [each.account.name, each])),
    byAccessKey: new Map(known.map((each) => [each.account.accessKey, each])),
  };
}

export function createAccounts(index: Remembered<AccountIndex>): Accounts {
  return {
    async authenticateAccount(accessKey, secret) {
      const known = (await index.get()).byAccessKey.get(accessKey);
      const isRight = isSecretOf(secret, known?.secretHash);
      return isRight && known?.account.enabled ? known.account : null;
    },
    findAccount: async (name) => (await index.get()).byName.get(name)?.account ?? null,
  };
}
