import { isVaultObjectKey } from '@sluice/access';
import type { Account } from '../../../ports/storage-account.ts';
import { isBoundTo, isInDirectory } from '../accounts/account-reach.ts';
import { vaultErrors } from '../vault-error.ts';

/** One object of one provider. */
export interface Destination {
  readonly provider: string;
  readonly key: string;
}

/** What a call says about its object; an absent provider is the main one of the account. */
export interface WantedObject {
  readonly filename: string;
  readonly provider?: string | undefined;
  /** As recorders send it: goes before a file name that does not begin with it. */
  readonly directory?: string | undefined;
}

/** Throws where the account may have nothing to do with the object (Kerberos Vault contract §3, in its order). */
export function checkReach(account: Account, { provider, key }: Destination): void {
  if (!isBoundTo(account, provider)) throw vaultErrors.providerNotFound();
  if (!isInDirectory(account, key)) throw vaultErrors.outsideDirectory();
}

/** The object that a call of an account is about. Throws refusals of Kerberos Vault contract §4.3. */
export function destinationOf(account: Account, { filename, provider, directory }: WantedObject): Destination {
  const isBelow = directory === undefined || filename.startsWith(`${directory}/`);
  const key = isBelow ? filename : `${directory}/${filename}`;
  if (!isVaultObjectKey(key)) throw vaultErrors.invalidFileName('it is no object key');
  const destination = { provider: provider ?? account.provider, key };
  checkReach(account, destination);
  return destination;
}
