import { randomUUID } from 'node:crypto';
import type { Database } from '../../../ports/database.ts';

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
