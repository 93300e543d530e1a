import { changeProviderFields, embeddedProviders, type ProviderForm, type ProviderParsing } from '@sluice/contract';
import type { Database } from '../../../ports/database.ts';
import { accountOf, listAccounts } from '../accounts/account-store.ts';
import { storageErrors } from '../storage-error.ts';
import { withStorageLock } from '../storage-lock.ts';
import {
  deleteProvider,
  insertProvider,
  loadProvider,
  type ProviderRow,
  providerOf,
  updateProvider,
} from './provider-store.ts';
import type { CredentialSeal } from './sealed-credentials.ts';

/** A provider with its credentials. */
export interface MadeProvider {
  readonly row: ProviderRow;
  readonly credentials: ProviderForm['credentials'];
}

/** What was read, or a 422 with its faults. */
export function acceptProvider(parsing: ProviderParsing): ProviderForm {
  if (parsing.ok) return parsing.provider;
  throw storageErrors.invalidRequest(parsing.faults);
}

export async function createProvider(
  database: Database,
  seal: CredentialSeal,
  name: string,
  form: ProviderForm,
): Promise<MadeProvider> {
  const row = embeddedProviders.includes(name) ? undefined : await insertProvider(database, seal, name, form);
  if (row === undefined) throw storageErrors.providerExists();
  return { row, credentials: form.credentials };
}

/** Credentials that cannot be opened any more are gone: whoever changes the provider gives new ones. */
function openOrForget(seal: CredentialSeal, row: ProviderRow): ProviderForm {
  try {
    return providerOf(seal, row);
  } catch {
    return { type: row.type, settings: row.settings, credentials: {} };
  }
}

export async function changeProvider(
  database: Database,
  seal: CredentialSeal,
  name: string,
  changes: Readonly<Record<string, unknown>>,
): Promise<MadeProvider> {
  if (embeddedProviders.includes(name)) throw storageErrors.providerEmbedded();
  return withStorageLock(database, async (transaction) => {
    const before = await loadProvider(transaction, name);
    if (before === undefined) throw storageErrors.providerNotFound();
    const form = acceptProvider(changeProviderFields(openOrForget(seal, before), changes));
    const row = await updateProvider(transaction, seal, name, form);
    if (row === undefined) throw storageErrors.providerNotFound();
    return { row, credentials: form.credentials };
  });
}

/** `isForced`: although accounts name it. They keep the name, and what they ask of it is refused. */
export async function removeProvider(database: Database, name: string, isForced: boolean): Promise<void> {
  if (embeddedProviders.includes(name)) throw storageErrors.providerEmbedded();
  await withStorageLock(database, async (transaction) => {
    if ((await loadProvider(transaction, name)) === undefined) throw storageErrors.providerNotFound();
    const users = (await listAccounts(transaction)).map(accountOf).filter(({ providers }) => providers.has(name));
    if (users.length > 0 && !isForced) throw storageErrors.providerInUse(users.map((account) => account.name));
    await deleteProvider(transaction, name);
  });
}
