import type { ProviderForm } from '@sluice/contract';
import type { Selectable } from 'kysely';
import type { Database, StorageProvidersTable, Transaction } from '../../../ports/database.ts';
import { type CredentialSeal, openCredentials, sealCredentials } from './sealed-credentials.ts';

/** A provider as it is stored. */
export type ProviderRow = Selectable<StorageProvidersTable>;

export async function listProviders(database: Database | Transaction): Promise<readonly ProviderRow[]> {
  return database.selectFrom('storage_providers').selectAll().orderBy('name').execute();
}

export async function loadProvider(database: Database | Transaction, name: string): Promise<ProviderRow | undefined> {
  return database.selectFrom('storage_providers').selectAll().where('name', '=', name).executeTakeFirst();
}

/** Its columns. The credentials can be opened under this name alone. */
const columnsOf = (seal: CredentialSeal, name: string, { type, settings, credentials }: ProviderForm) => ({
  type,
  settings: JSON.stringify(settings),
  ...sealCredentials(seal, name, credentials),
});

/** Undefined where the name is taken. */
export async function insertProvider(
  database: Database | Transaction,
  seal: CredentialSeal,
  name: string,
  form: ProviderForm,
): Promise<ProviderRow | undefined> {
  return database
    .insertInto('storage_providers')
    .values({ name, ...columnsOf(seal, name, form) })
    .onConflict((c) => c.doNothing())
    .returningAll()
    .executeTakeFirst();
}

/** The provider as it is now; undefined where there is none. */
export async function updateProvider(
  database: Database | Transaction,
  seal: CredentialSeal,
  name: string,
  form: ProviderForm,
): Promise<ProviderRow | undefined> {
  return database
    .updateTable('storage_providers')
    .set({ ...columnsOf(seal, name, form), updated_at: new Date() })
    .where('name', '=', name)
    .returningAll()
    .executeTakeFirst();
}

export async function deleteProvider(transaction: Transaction, name: string): Promise<void> {
  await transaction.deleteFrom('storage_providers').where('name', '=', name).execute();
}

/** What was stored, opened. Throws when its credentials cannot be. */
export function providerOf(seal: CredentialSeal, row: ProviderRow): ProviderForm {
  return { type: row.type, settings: row.settings, credentials: openCredentials(seal, row.name, row) };
}
