import type { BootstrapToken } from '../../../ports/bootstrap.ts';
import type { Database } from '../../../ports/database.ts';
import { secretHash } from './access-token-store.ts';
import { ensureEnvironment } from './environment-store.ts';

/**
 * Makes what is missing of these tokens and their environments, and changes what is another: the token of that id has
 * this secret, environment and permissions from now on. Safe when several processes start at once.
 */
export async function provisionAccessTokens(database: Database, tokens: readonly BootstrapToken[]): Promise<void> {
  for (const { id, secret, environment, name, permissions } of tokens) {
    const { id: environmentId } = await ensureEnvironment(database, environment);
    const token = { environment_id: environmentId, name, hash: secretHash(secret), permissions: [...permissions] };
    await database
      .insertInto('access_tokens')
      .values({ id, ...token })
      .onConflict((c) => c.column('id').doUpdateSet(token))
      .execute();
  }
}
