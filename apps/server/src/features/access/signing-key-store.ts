import { randomBytes } from 'node:crypto';
import { type KeyRecord, MacKey, macKeyRecord } from '@sluice/access';
import { sql } from 'kysely';
import type { Database } from '../../ports/database.ts';
import type { KeyEncryption } from '../assets/index.ts';

const CLASS = 'edge-hmac';
/** Number of the advisory lock under which the first key is made; any constant that nothing else uses. */
const FIRST_KEY_LOCK = 7_583_201;

/** All keys of class `edge-hmac` that may still matter, opened. */
export async function loadSigningKeys(database: Database, encryption: KeyEncryption): Promise<readonly KeyRecord[]> {
  const rows = await database.selectFrom('signing_keys').selectAll().where('class', '=', CLASS).execute();
  return rows.map((row) => {
    const secret = encryption.unwrap({
      wrapped: row.wrapped_secret,
      nonce: row.wrap_nonce,
      kekVersion: row.kek_version,
    });
    return macKeyRecord(CLASS, row.kid, new MacKey(secret), row.state);
  });
}

/** Makes the first signing key where there is none. Processes that start together make one between them. */
export async function ensureSigningKey(database: Database, encryption: KeyEncryption): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${FIRST_KEY_LOCK})`.execute(transaction);
    const active = await transaction
      .selectFrom('signing_keys')
      .select('kid')
      .where('class', '=', CLASS)
      .where('state', '=', 'active')
      .executeTakeFirst();
    if (active !== undefined) return;
    const { wrapped, nonce, kekVersion } = encryption.wrap(randomBytes(32));
    await transaction
      .insertInto('signing_keys')
      .values({
        kid: `k${randomBytes(6).toString('hex')}`,
        class: CLASS,
        alg: 'HS256',
        state: 'active',
        wrapped_secret: Buffer.from(wrapped),
        wrap_nonce: Buffer.from(nonce),
        kek_version: kekVersion,
      })
      .execute();
  });
}
