import { randomUUID } from 'node:crypto';
import { type AccountBody, type AccountPatch, embeddedProviders } from '@sluice/contract';
import type { Database, Transaction } from '../../../ports/database.ts';
import { listProviders } from '../providers/provider-store.ts';
import { storageErrors } from '../storage-error.ts';
import { withStorageLock } from '../storage-lock.ts';
import { ANY_DIRECTORY } from './account-reach.ts';
import { hashSecret, newAccessKey, newSecret } from './account-secret.ts';
import {
  type AccountChanges,
  type AccountRow,
  insertAccount,
  isAccessKeyTaken,
  loadAccount,
  updateAccount,
} from './account-store.ts';

/** An account, and its secret where it was made now. */
export interface MadeAccount {
  readonly row: AccountRow;
  readonly secret: string;
}

/** The columns that a patch names. */
export const changesOf = ({
  provider,
  providers,
  directory,
  enabled,
  dayLimit,
  derive,
}: AccountPatch): AccountChanges => ({
  ...(provider === undefined ? {} : { provider }),
  ...(providers === undefined ? {} : { secondary_providers: [...providers] }),
  ...(directory === undefined ? {} : { directory }),
  ...(enabled === undefined ? {} : { is_enabled: enabled }),
  ...(dayLimit === undefined ? {} : { day_limit: dayLimit === 0 ? null : dayLimit }),
  ...(derive === undefined ? {} : { derive: [...derive] }),
});

/** Those names that no provider has. */
export async function unknownProviders(transaction: Transaction, names: readonly string[]): Promise<readonly string[]> {
  const known = new Set([...embeddedProviders, ...(await listProviders(transaction)).map(({ name }) => name)]);
  return names.filter((name) => !known.has(name));
}

async function requireProviders(transaction: Transaction, names: readonly string[]): Promise<void> {
  const unknown = await unknownProviders(transaction, names);
  if (unknown.length > 0) throw storageErrors.unknownProviders(unknown);
}

const namesIn = ({ provider, secondary_providers: more = [] }: AccountChanges): readonly string[] =>
  provider === undefined ? more : [provider, ...more];

export async function createAccount(database: Database, body: AccountBody): Promise<MadeAccount> {
  const { accessKey = newAccessKey(), secretAccessKey: secret = newSecret() } = body;
  const row = {
    ...{ is_enabled: true, secondary_providers: [], directory: ANY_DIRECTORY, day_limit: null, derive: [] },
    ...changesOf(body),
    ...{ id: randomUUID(), name: body.name, provider: body.provider },
    ...{ access_key: accessKey, secret_hash: hashSecret(secret) },
  };
  return withStorageLock(database, async (transaction) => {
    if ((await loadAccount(transaction, body.name)) !== undefined) throw storageErrors.accountExists();
    if (await isAccessKeyTaken(transaction, accessKey, body.name)) throw storageErrors.accessKeyTaken();
    await requireProviders(transaction, namesIn(row));
    return { row: await insertAccount(transaction, row), secret };
  });
}

/** Throws `storage/account-not-found`, `storage/unknown-provider`. Names that the account has already may be unknown. */
export async function changeAccount(database: Database, name: string, patch: AccountPatch): Promise<AccountRow> {
  return withStorageLock(database, async (transaction) => {
    const changes = changesOf(patch);
    await requireProviders(transaction, namesIn(changes));
    const row = await updateAccount(transaction, name, changes);
    if (row === undefined) throw storageErrors.accountNotFound();
    return row;
  });
}

/** A new secret; the old one is none any more. */
export async function renewSecret(database: Database, name: string): Promise<MadeAccount> {
  const secret = newSecret();
  const row = await updateAccount(database, name, { secret_hash: hashSecret(secret) });
  if (row === undefined) throw storageErrors.accountNotFound();
  return { row, secret };
}
