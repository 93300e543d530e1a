import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Database } from '../../../ports/database.ts';

interface Wrapped {
  readonly wrapped: Uint8Array;
  readonly nonce: Uint8Array;
  readonly kekVersion: string;
}

/** Keeps secrets at rest, each so that it opens as its owner's alone. */
export interface OwnedSecretWrapping {
  wrap(secret: Uint8Array, owner: string): Wrapped;
  /** @throws when it cannot be opened here, or belongs to somebody else. */
  unwrap(secret: Wrapped, owner: string): Uint8Array;
}

const SECRET_BYTES = 32;

const ownerOf = (userId: string): string => `sluice webhook secret of user v1\n${userId}`;

/** Makes the secret that the callbacks of a user are signed with from now on. It is in this answer alone. */
export async function renewUserSecret(
  database: Database,
  wrapping: OwnedSecretWrapping,
  userId: string,
): Promise<{ readonly secret: string; readonly createdAt: Date }> {
  const secret = randomBytes(SECRET_BYTES).toString('hex');
  const { wrapped, nonce, kekVersion } = wrapping.wrap(Buffer.from(secret), ownerOf(userId));
  const sealed = {
    wrapped_secret: Buffer.from(wrapped),
    wrap_nonce: Buffer.from(nonce),
    kek_version: kekVersion,
  };
  const { created_at: createdAt } = await database
    .insertInto('user_webhook_secrets')
    .values({ user_id: userId, ...sealed })
    .onConflict((c) => c.column('user_id').doUpdateSet({ ...sealed, created_at: sql<Date>`now()` }))
    .returning('created_at')
    .executeTakeFirstOrThrow();
  return { secret, createdAt };
}

/** Since when a user has the secret that is in force; null for none. */
export async function findUserSecret(database: Database, userId: string): Promise<Date | null> {
  const row = await database
    .selectFrom('user_webhook_secrets')
    .select('created_at')
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row?.created_at ?? null;
}

/** The secret itself; null for none. */
export async function loadUserSecret(
  database: Database,
  wrapping: OwnedSecretWrapping,
  userId: string,
): Promise<string | null> {
  const row = await database
    .selectFrom('user_webhook_secrets')
    .selectAll()
    .where('user_id', '=', userId)
    .executeTakeFirst();
  if (row === undefined) return null;
  const sealed = { wrapped: row.wrapped_secret, nonce: row.wrap_nonce, kekVersion: row.kek_version };
  return Buffer.from(wrapping.unwrap(sealed, ownerOf(userId))).toString();
}

/** False where there was none. */
export async function deleteUserSecret(database: Database, userId: string): Promise<boolean> {
  const { numDeletedRows } = await database
    .deleteFrom('user_webhook_secrets')
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
