import type { Account } from '../../../ports/storage-account.ts';

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
