import { apiKeyHash, apiKeyPrefix, type SyncCrypto } from '@sluice/access';
import { sql } from 'kysely';
import type { BootstrapKey, BootstrapUser } from '../../../ports/bootstrap.ts';
import type { Database, Transaction } from '../../../ports/database.ts';
import { SluiceError } from '../../../ports/sluice-error.ts';

/** Any number that no other part of Sluice locks. */
const BOOTSTRAP_LOCK = 7_258_423_030;

const conflict = (what: string): SluiceError =>
  new SluiceError('identity/bootstrap-conflict', {
    status: 500,
    message: `BOOTSTRAP_FILE: ${what}. Change the file, or the user in the database.`,
  });

async function provisionUser(transaction: Transaction, { id, externalId }: BootstrapUser): Promise<void> {
  const row = { id, clerk_user_id: externalId };
  await transaction
    .insertInto('users')
    .values(row)
    .onConflict((c) => c.doNothing())
    .execute();
  const found = await transaction.selectFrom('users').select('clerk_user_id').where('id', '=', id).executeTakeFirst();
  if (found === undefined) throw conflict(`the externalId of the user ${id} is another user's`);
  if (externalId === null || found.clerk_user_id === externalId) return;
  const holder = await transaction
    .selectFrom('users')
    .select('id')
    .where('clerk_user_id', '=', externalId)
    .executeTakeFirst();
  if (holder !== undefined) throw conflict(`the externalId of the user ${id} is another user's`);
  await transaction.updateTable('users').set({ clerk_user_id: externalId }).where('id', '=', id).execute();
}

/** The key of that name has this hash from now on. Whether it is turned off is left to its owner. */
async function provisionKey(
  transaction: Transaction,
  crypto: SyncCrypto,
  userId: string,
  { name, rawKey }: BootstrapKey,
): Promise<void> {
  const key = { hash: apiKeyHash(crypto, rawKey), prefix: apiKeyPrefix(rawKey) };
  const known = await transaction
    .selectFrom('api_keys')
    .select(['id', 'user_id'])
    .where('hash', '=', key.hash)
    .executeTakeFirst();
  if (known !== undefined && known.user_id !== userId) throw conflict(`the key ${key.prefix} is another user's`);
  if (known !== undefined) return;
  const named = await transaction
    .selectFrom('api_keys')
    .select('id')
    .where('user_id', '=', userId)
    .where('name', '=', name)
    .orderBy('id')
    .executeTakeFirst();
  if (named === undefined)
    await transaction
      .insertInto('api_keys')
      .values({ user_id: userId, name, ...key })
      .execute();
  else await transaction.updateTable('api_keys').set(key).where('id', '=', named.id).execute();
}

/**
 * Makes or changes what is missing of these users and keys: all or nothing, and nothing when it was done before.
 * Safe when several processes start at once. Throws `identity/bootstrap-conflict`.
 */
export async function provisionUsers(
  database: Database,
  crypto: SyncCrypto,
  users: readonly BootstrapUser[],
): Promise<void> {
  if (users.length === 0) return;
  await database.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${BOOTSTRAP_LOCK})`.execute(transaction);
    for (const user of users) {
      await provisionUser(transaction, user);
      for (const key of user.apiKeys) await provisionKey(transaction, crypto, user.id, key);
    }
  });
}
