import type { Database, UserApiKeysTable } from '../../../ports/database.ts';

/** A key as it is stored, without its hash. */
export interface StoredKey {
  readonly id: number;
  readonly user_id: string;
  readonly name: string;
  readonly prefix: string;
  readonly is_active: boolean;
  readonly last_used_at: Date | null;
  readonly created_at: Date;
}

/** What stands behind a shown key. */
export interface KeyOwnership extends Pick<StoredKey, 'id' | 'user_id' | 'is_active' | 'last_used_at'> {
  readonly hash: Uint8Array;
  readonly is_disabled: boolean;
}

export type NewKey = Pick<UserApiKeysTable, 'user_id' | 'name' | 'hash' | 'prefix'>;

const columns = ['id', 'user_id', 'name', 'prefix', 'is_active', 'last_used_at', 'created_at'] as const;

/** Never from memory: a key that was turned off opens nothing, on any process, with the next request. */
export async function findKeyByHash(database: Database, hash: Uint8Array): Promise<KeyOwnership | undefined> {
  return database
    .selectFrom('api_keys')
    .innerJoin('users', 'users.id', 'api_keys.user_id')
    .select(['api_keys.id', 'user_id', 'hash', 'is_active', 'last_used_at', 'is_disabled'])
    .where('hash', '=', hash)
    .executeTakeFirst();
}

/** Notes the use of a key, where none was noted within the last `seconds`. */
export async function touchKey(database: Database, id: number, now: Date, seconds: number): Promise<void> {
  const before = new Date(now.getTime() - seconds * 1000);
  await database
    .updateTable('api_keys')
    .set({ last_used_at: now })
    .where('id', '=', id)
    .where((e) => e.or([e('last_used_at', 'is', null), e('last_used_at', '<=', before)]))
    .execute();
}

/** Stores a key; null where its user has `limit` of them, however many are being made at once. */
export async function insertKey(database: Database, key: NewKey, limit: number): Promise<StoredKey | null> {
  return database.transaction().execute(async (transaction) => {
    await transaction.selectFrom('users').select('id').where('id', '=', key.user_id).forUpdate().execute();
    const { count } = await transaction
      .selectFrom('api_keys')
      .select((e) => e.fn.countAll<string>().as('count'))
      .where('user_id', '=', key.user_id)
      .executeTakeFirstOrThrow();
    if (Number(count) >= limit) return null;
    return transaction.insertInto('api_keys').values(key).returning(columns).executeTakeFirstOrThrow();
  });
}

/** All keys of a user, newest first. */
export async function listKeys(database: Database, userId: string): Promise<readonly StoredKey[]> {
  return database.selectFrom('api_keys').select(columns).where('user_id', '=', userId).orderBy('id', 'desc').execute();
}

export async function loadKey(database: Database, id: number): Promise<StoredKey | undefined> {
  return database.selectFrom('api_keys').select(columns).where('id', '=', id).executeTakeFirst();
}

/** The key as it is now; undefined where it is gone. */
export async function setKeyActive(database: Database, id: number, isActive: boolean): Promise<StoredKey | undefined> {
  return database
    .updateTable('api_keys')
    .set({ is_active: isActive })
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirst();
}

/** True when there was such a key. */
export async function deleteKey(database: Database, id: number): Promise<boolean> {
  const gone = await database.deleteFrom('api_keys').where('id', '=', id).returning('id').executeTakeFirst();
  return gone !== undefined;
}
