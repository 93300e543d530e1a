import type { Selectable } from 'kysely';
import type { Database, StorageAccountsTable, Transaction } from '../../../ports/database.ts';
import type { Account } from '../../../ports/storage-account.ts';

/** An account as it is stored. */
export type AccountRow = Selectable<StorageAccountsTable>;

/** What an operator says of an account; absent: as it is. */
export type AccountChanges = Partial<Omit<AccountRow, 'id' | 'name' | 'created_at' | 'updated_at'>>;

export async function listAccounts(database: Database | Transaction): Promise<readonly AccountRow[]> {
  return database.selectFrom('storage_accounts').selectAll().orderBy('name').execute();
}

export async function loadAccount(database: Database | Transaction, name: string): Promise<AccountRow | undefined> {
  return database.selectFrom('storage_accounts').selectAll().where('name', '=', name).executeTakeFirst();
}

/** Whether an account other than `name` has this access key. */
export async function isAccessKeyTaken(transaction: Transaction, accessKey: string, name: string): Promise<boolean> {
  const holder = await transaction
    .selectFrom('storage_accounts')
    .select('name')
    .where('access_key', '=', accessKey)
    .where('name', '!=', name)
    .executeTakeFirst();
  return holder !== undefined;
}

export async function insertAccount(
  transaction: Transaction,
  row: Omit<AccountRow, 'created_at' | 'updated_at'>,
): Promise<AccountRow> {
  return transaction.insertInto('storage_accounts').values(row).returningAll().executeTakeFirstOrThrow();
}

/** The account as it is now; undefined where there is none. */
export async function updateAccount(
  database: Database | Transaction,
  name: string,
  changes: AccountChanges,
): Promise<AccountRow | undefined> {
  return database
    .updateTable('storage_accounts')
    .set({ ...changes, updated_at: new Date() })
    .where('name', '=', name)
    .returningAll()
    .executeTakeFirst();
}

/** True when there was such an account. */
export async function deleteAccount(database: Database, name: string): Promise<boolean> {
  const gone = await database
    .deleteFrom('storage_accounts')
    .where('name', '=', name)
    .returning('id')
    .executeTakeFirst();
  return gone !== undefined;
}

/** The account as calls see it. */
export const accountOf = (row: AccountRow): Account => ({
  id: row.id,
  name: row.name,
  accessKey: row.access_key,
  enabled: row.is_enabled,
  provider: row.provider,
  providers: new Set([row.provider, ...row.secondary_providers]),
  directory: row.directory,
  ...(row.day_limit === null ? {} : { dayLimit: row.day_limit }),
  ...(row.derive.length === 0 ? {} : { derive: row.derive }),
});
