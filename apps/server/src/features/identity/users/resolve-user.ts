import type { UserJwt } from '@sluice/access';
import type { Database } from '../../../ports/database.ts';
import { identityErrors } from '../identity-error.ts';
import type { ProviderUsers } from './provider-users.ts';
import type { UserMemory } from './user-memory.ts';
import { adoptUser, ensureUser, findUser, type StoredUser } from './user-store.ts';

export interface ResolveParts {
  readonly database: Database;
  readonly memory: UserMemory;
  /** The back end of the identity provider; null where it is not asked. */
  readonly provider: ProviderUsers | null;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A UUID in the one spelling that PostgreSQL gives back; null for anything else. */
const uuidOf = (value: unknown): string | null =>
  typeof value === 'string' && uuid.test(value) ? value.toLowerCase() : null;

/** What the token itself says of our id (LynxVizion contract §4.1). */
export const claimedUserId = ({ claims }: Pick<UserJwt, 'claims'>): string | null =>
  uuidOf(claims.external_id) ?? uuidOf(claims.userId);

/** The id of the user whom a good token speaks for, in the order of LynxVizion contract §4. */
export function createResolveUser({ database, memory, provider }: ResolveParts): (jwt: UserJwt) => Promise<string> {
  async function askProvider(known: ProviderUsers, clerkUserId: string): Promise<StoredUser | null> {
    const found = await known.find(clerkUserId);
    if (found === null) return null;
    const id = uuidOf(found.externalId);
    if (id !== null) return adoptUser(database, id, clerkUserId);
    const user = await ensureUser(database, clerkUserId);
    known.tellExternalId(clerkUserId, user.id);
    return user;
  }

  async function find(clerkUserId: string, claimed: string | null): Promise<StoredUser | null> {
    if (claimed !== null) return adoptUser(database, claimed, clerkUserId);
    const known = await findUser(database, clerkUserId);
    if (known !== undefined) return known;
    return provider === null ? ensureUser(database, clerkUserId) : askProvider(provider, clerkUserId);
  }

  return async (jwt) => {
    const claimed = claimedUserId(jwt);
    const name = `${claimed ?? ''} ${jwt.subject}`;
    const look = async (): Promise<string | null> => {
      const user = await find(jwt.subject, claimed);
      return user === null || user.is_disabled ? null : user.id;
    };
    const remembered = memory.get(name);
    const userId = remembered === undefined ? await memory.remember(name, look) : remembered.userId;
    if (userId === null) throw identityErrors.userNotFound();
    return userId;
  };
}
