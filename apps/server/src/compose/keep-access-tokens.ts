import type { Config } from '../config/index.ts';
import {
  createAccessToken,
  deleteAccessToken,
  ensureEnvironment,
  listAccessTokens,
  listEnvironments,
  tokenPermissions,
} from '../features/identity/index.ts';
import { createLogger } from '../platform/logger.ts';
import type { Database } from '../ports/database.ts';
import type { TokenPermission } from '../ports/http-exchange.ts';
import { type Closing, openDatabase } from './open-base.ts';

/** What an operator does with access tokens and their environments. */
export interface TokenKeeping {
  /** Makes the environment where there is none of that name. No `permissions`: all of them. */
  createToken(environment: string, name: string, permissions: readonly string[]): Promise<NewToken>;
  listTokens(): ReturnType<typeof listAccessTokens>;
  /** False where there was none. */
  deleteToken(id: string): Promise<boolean>;
  createEnvironment(name: string): ReturnType<typeof ensureEnvironment>;
  listEnvironments(): ReturnType<typeof listEnvironments>;
}

/** The secret is here and nowhere else. */
interface NewToken {
  readonly id: string;
  readonly secret: string;
  readonly environmentId: string;
}

const keeping = (database: Database): TokenKeeping => ({
  async createToken(environment, name, permissions) {
    const { id: environmentId } = await ensureEnvironment(database, environment);
    const given = tokenPermissions.filter((each): each is TokenPermission => permissions.includes(each));
    const granted = permissions.length === 0 ? tokenPermissions : given;
    return { environmentId, ...(await createAccessToken(database, environmentId, name, granted)) };
  },
  listTokens: () => listAccessTokens(database),
  deleteToken: (id) => deleteAccessToken(database, id),
  createEnvironment: (name) => ensureEnvironment(database, name),
  listEnvironments: () => listEnvironments(database),
});

/** Does `work` with the database of the deployment, whether a server runs or not. */
export async function keepAccessTokens<T>(config: Config, work: (tokens: TokenKeeping) => Promise<T>): Promise<T> {
  const closings: Closing[] = [];
  try {
    const { database } = await openDatabase(config, createLogger('error'), closings, false);
    return await work(keeping(database));
  } finally {
    for (const close of closings.toReversed()) await close();
  }
}
