import { randomInt } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Database, EnvironmentsTable } from '../../../ports/database.ts';

export type Environment = Selectable<EnvironmentsTable>;

const ID_LENGTH = 6;
const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
/** Not a secret, so it may be short; whoever draws a taken one draws again. */
const newEnvironmentId = (): string =>
  Array.from({ length: ID_LENGTH }, () => alphabet[randomInt(alphabet.length)]).join('');

/** The environment of that name, made now where there is none. Any number of callers get the same one. */
export async function ensureEnvironment(database: Database, name: string): Promise<Environment> {
  for (;;) {
    await database
      .insertInto('environments')
      .values({ id: newEnvironmentId(), name })
      .onConflict((c) => c.doNothing())
      .execute();
    const found = await database.selectFrom('environments').selectAll().where('name', '=', name).executeTakeFirst();
    if (found !== undefined) return found;
  }
}

/** By name. */
export const listEnvironments = (database: Database): Promise<Environment[]> =>
  database.selectFrom('environments').selectAll().orderBy('name').execute();
