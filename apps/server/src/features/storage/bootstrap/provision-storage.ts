import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { ProviderForm } from '@sluice/contract';
import type { BootstrapAccount, BootstrapProvider, BootstrapStorage } from '../../../ports/bootstrap.ts';
import type { Database, Transaction } from '../../../ports/database.ts';
import { SluiceError } from '../../../ports/sluice-error.ts';
import { hashSecret } from '../accounts/account-secret.ts';
import {
  type AccountChanges,
  type AccountRow,
  insertAccount,
  isAccessKeyTaken,
  loadAccount,
  updateAccount,
} from '../accounts/account-store.ts';
import { unknownProviders } from '../accounts/change-account.ts';
import {
  insertProvider,
  loadProvider,
  type ProviderRow,
  providerOf,
  updateProvider,
} from '../providers/provider-store.ts';
import type { CredentialSeal } from '../providers/sealed-credentials.ts';
import { withStorageLock } from '../storage-lock.ts';

const conflict = (what: string): SluiceError =>
  new SluiceError('storage/bootstrap-conflict', {
    status: 500,
    message: `BOOTSTRAP_FILE: ${what}. Change the file, or the deployment.`,
  });

function isSame(seal: CredentialSeal, row: ProviderRow, form: ProviderForm): boolean {
  try {
    return isDeepStrictEqual(providerOf(seal, row), form);
  } catch {
    // What cannot be decrypted any more is written anew.
    return false;
  }
}

async function provisionProvider(
  transaction: Transaction,
  seal: CredentialSeal,
  { name, form }: BootstrapProvider,
): Promise<void> {
  const row = await loadProvider(transaction, name);
  if (row === undefined) await insertProvider(transaction, seal, name, form);
  else if (!isSame(seal, row, form)) await updateProvider(transaction, seal, name, form);
}

/** What the file says, as columns. Whether an account is turned off is left to its operator unless the file says it. */
const columnsOf = (account: BootstrapAccount) => ({
  access_key: account.accessKey,
  secret_hash: hashSecret(account.secretAccessKey),
  provider: account.provider,
  secondary_providers: [...account.providers],
  directory: account.directory,
  day_limit: account.dayLimit === 0 ? null : account.dayLimit,
  derive: [...account.derive],
  ...(account.enabled === null ? {} : { is_enabled: account.enabled }),
});

const isUnchanged = (row: AccountRow, columns: AccountChanges): boolean =>
  isDeepStrictEqual({ ...row, ...columns }, { ...row });

async function provisionAccount(transaction: Transaction, account: BootstrapAccount): Promise<void> {
  const { name, accessKey } = account;
  if (await isAccessKeyTaken(transaction, accessKey, name)) {
    throw conflict(`the accessKey of the account ${JSON.stringify(name)} is another account's`);
  }
  const unknown = await unknownProviders(transaction, [account.provider, ...account.providers]);
  if (unknown.length > 0) {
    throw conflict(
      `the account ${JSON.stringify(name)} names ${unknown.map((text) => JSON.stringify(text)).join(', ')}, which is no provider`,
    );
  }
  const columns = columnsOf(account);
  const row = await loadAccount(transaction, name);
  if (row === undefined) await insertAccount(transaction, { id: randomUUID(), name, is_enabled: true, ...columns });
  else if (!isUnchanged(row, columns)) await updateAccount(transaction, name, columns);
}

/**
 * Makes or changes these providers and accounts: all or nothing, and nothing when it was done before. Safe when several
 * processes start at once. Throws `storage/bootstrap-conflict`.
 */
export async function provisionStorage(
  database: Database,
  seal: CredentialSeal,
  { providers, accounts }: BootstrapStorage,
): Promise<void> {
  if (providers.length + accounts.length === 0) return;
  await withStorageLock(database, async (transaction) => {
    for (const provider of providers) await provisionProvider(transaction, seal, provider);
    for (const account of accounts) await provisionAccount(transaction, account);
  });
}
