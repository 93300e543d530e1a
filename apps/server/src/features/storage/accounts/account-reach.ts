import type { Account } from '../../../ports/storage-account.ts';

/** Stands for every directory. */
export const ANY_DIRECTORY = '*';

/** Whether the account may name this provider, existing or not (Kerberos Vault contract §2). */
export const isBoundTo = ({ providers }: Pick<Account, 'providers'>, provider: string): boolean =>
  providers.has(provider);

/** Whether an object of this key is the account's: below its directory, which is compared byte for byte. */
export const isInDirectory = ({ directory }: Pick<Account, 'directory'>, key: string): boolean =>
  directory === ANY_DIRECTORY || key.startsWith(`${directory}/`);
