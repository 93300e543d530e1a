import type { Account } from '../../../ports/storage-account.ts';
import { vaultErrors } from '../vault-error.ts';
import type { Accounts } from './accounts.ts';

/** The account of a request by its credentials. Throws a refusal of Kerberos Vault contract §3, §10. */
export type IdentifyAccount = (
  credentials: { readonly accessKey: string; readonly secret: string },
  clientAddress: string,
) => Promise<Account>;

/** Failed authentications by client address. */
interface FailedAttempts {
  /** Seconds until this address may try again; 0 where it may now. */
  waitSecondsOf(address: string): number;
  count(address: string): void;
}

/** For processes without the routes of accounts. */
export const identifyNoAccount: IdentifyAccount = async () => {
  throw vaultErrors.accountNotFound();
};

/** An address that failed too often is not even looked up. */
export function createIdentifyAccount(
  { authenticateAccount }: Pick<Accounts, 'authenticateAccount'>,
  failures: FailedAttempts,
): IdentifyAccount {
  return async ({ accessKey, secret }, address) => {
    const waitSeconds = failures.waitSecondsOf(address);
    if (waitSeconds > 0) throw vaultErrors.tooManyFailures(waitSeconds);
    const account = await authenticateAccount(accessKey, secret);
    if (account !== null) return account;
    failures.count(address);
    throw vaultErrors.accountNotFound();
  };
}
