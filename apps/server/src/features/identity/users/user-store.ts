import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Database } from '../../../ports/database.ts';

/** Channel on which the database tells that users changed. */
export const USERS_CHANNEL = 'sluice_users';

/** A user as far as calls are concerned. */
export interface StoredUser {
  readonly id: string;
  readonly is_disabled: boolean;
}

const columns = ['id', 'is_disabled'] as const;

/** The user of an id at the identity provider. */
export async function findUser(database: Database, clerkUserId: string): Promise<StoredUser | undefined> {
  return database.selectFrom('users').select(columns).where('clerk_user_id', '=', clerkUserId).executeTakeFirst();
}

/** The user of an id at the identity provider, made now where there is none. Any number of callers get the same one. */
export async function ensureUser(database: Database, clerkUserId: string): Promise<StoredUser> {
  const row = { id: randomUUID(), clerk_user_id: clerkUserId };
  await database
    .insertInto('users')
    .values(row)
    .onConflict((c) => c.doNothing())
    .execute();
  return database
    .selectFrom('users')
    .select(columns)
    .where('clerk_user_id', '=', clerkUserId)
    .executeTakeFirstOrThrow();
}

/**
 * The user that the identity provider says to be `id`, made now where there is none. Disabled where either the user or
 * an earlier one of this id at the provider is.
 */
export async function adoptUser(database: Database, id: string, clerkUserId: string): Promise<StoredUser> {
  const insert = (row: { id: string; clerk_user_id: string | null }) =>
    database
      .insertInto('users')
      .values(row)
      .onConflict((c) => c.doNothing())
      .execute();
  await insert({ id, clerk_user_id: clerkUserId });
  // The id at the provider may be another user's already: then this one goes without.
  await insert({ id, clerk_user_id: null });
  const rows = await database
    .selectFrom('users')
    .select(columns)
    .where((e) => e.or([e('id', '=', id), e('clerk_user_id', '=', clerkUserId)]))
    .execute();
  return { id, is_disabled: rows.some((row) => row.is_disabled) };
}

/**
 * Disables the user of an id at the identity provider, for good. One who was never seen is noted too: a token that they
 * still have makes no new user.
 */
export async function disableProviderUser(database: Database, clerkUserId: string): Promise<void> {
  await database
    .insertInto('users')
    .values({ id: randomUUID(), clerk_user_id: clerkUserId, is_disabled: true })
    .onConflict((c) => c.column('clerk_user_id').doUpdateSet({ is_disabled: true }))
    .execute();
  // An insert alone tells nobody, and somebody may remember an earlier answer.
  await tellUsersChanged(database);
}

/** Has every process forget which users it has met. */
export async function tellUsersChanged(database: Database): Promise<void> {
  await sql`select pg_notify(${USERS_CHANNEL}, '')`.execute(database);
}
