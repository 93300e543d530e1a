import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Database } from '../../../ports/database.ts';
import type { TokenPermission } from '../../../ports/http-exchange.ts';

/** An access token as it is listed, without its secret. */
export interface AccessTokenRecord {
  readonly id: string;
  readonly name: string;
  readonly environmentId: string;
  readonly environmentName: string;
  readonly permissions: readonly string[];
  readonly createdAt: Date;
}

export const tokenPermissions: readonly TokenPermission[] = [
  'video:read',
  'video:write',
  'system:read',
  'system:write',
];

/** 75 characters. */
const SECRET_BYTES = 56;

/** As it is kept: the secret has more entropy than a digest, so that nothing slower is needed. */
export const secretHash = (secret: string): Buffer => createHash('sha256').update(secret).digest();

const records = (database: Database) =>
  database
    .selectFrom('access_tokens as token')
    .innerJoin('environments', 'environments.id', 'token.environment_id')
    .select([
      'token.id',
      'token.name',
      'token.permissions',
      'token.created_at as createdAt',
      'environments.id as environmentId',
      'environments.name as environmentName',
    ]);

/** With the hash of the secret. Undefined where there is none. */
export const findAccessToken = (database: Database, id: string) =>
  records(database).select('token.hash').where('token.id', '=', id).executeTakeFirst();

/** The oldest first. */
export const listAccessTokens = (database: Database): Promise<AccessTokenRecord[]> =>
  records(database).orderBy('token.created_at').orderBy('token.id').execute();

/** Makes a token. Its secret is in this answer and nowhere else. */
export async function createAccessToken(
  database: Database,
  environmentId: string,
  name: string,
  permissions: readonly TokenPermission[],
): Promise<{ readonly id: string; readonly secret: string }> {
  const id = randomUUID();
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  await database
    .insertInto('access_tokens')
    .values({ id, environment_id: environmentId, name, hash: secretHash(secret), permissions: [...permissions] })
    .execute();
  return { id, secret };
}

/** False where there was none. From the next request on it opens nothing, in any process. */
export async function deleteAccessToken(database: Database, id: string): Promise<boolean> {
  const { numDeletedRows } = await database.deleteFrom('access_tokens').where('id', '=', id).executeTakeFirst();
  return numDeletedRows > 0n;
}
