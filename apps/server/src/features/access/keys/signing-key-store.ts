import { randomBytes } from 'node:crypto';
import type { KeyRecord } from '@sluice/access';
import { sql } from 'kysely';
import type { Database, Transaction } from '../../../ports/database.ts';
import type { KeyEncryption } from '../../assets/index.ts';
import { type EdgeKeyAlgorithm, type EdgeKeyClass, makeKeySecret, openKeyRecord } from './key-material.ts';

/** Classes that have a key from the first start on. */
const FIRST_CLASSES = ['edge-hmac', 'edge-jwt-sym'] as const satisfies readonly EdgeKeyClass[];
/** Number of the advisory lock under which keys are made and promoted; any constant that nothing else uses. */
const KEY_LOCK = 7_583_201;

/** All signing keys, opened. */
export async function loadSigningKeys(database: Database, encryption: KeyEncryption): Promise<readonly KeyRecord[]> {
  const rows = await database.selectFrom('signing_keys').selectAll().execute();
  return rows.map((row) => {
    const secret = encryption.unwrap({
      wrapped: row.wrapped_secret,
      nonce: row.wrap_nonce,
      kekVersion: row.kek_version,
    });
    return openKeyRecord(row.class as EdgeKeyClass, row, secret);
  });
}

/** Keys are changed by one process at a time, until the transaction ends. */
export async function lockKeys(transaction: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${KEY_LOCK})`.execute(transaction);
}

/** Makes a key; its id is new and its secret leaves this function only wrapped. */
export async function insertSigningKey(
  transaction: Transaction,
  encryption: KeyEncryption,
  key: { readonly keyClass: EdgeKeyClass; readonly alg: EdgeKeyAlgorithm; readonly state: 'pending' | 'active' },
) {
  const { wrapped, nonce, kekVersion } = encryption.wrap(makeKeySecret(key.alg));
  return transaction
    .insertInto('signing_keys')
    .values({
      kid: `k${randomBytes(6).toString('hex')}`,
      class: key.keyClass,
      alg: key.alg,
      state: key.state,
      wrapped_secret: Buffer.from(wrapped),
      wrap_nonce: Buffer.from(nonce),
      kek_version: kekVersion,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Makes the first keys where there are none. Processes that start together make one of each between them. */
export async function ensureSigningKeys(database: Database, encryption: KeyEncryption): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await lockKeys(transaction);
    for (const keyClass of FIRST_CLASSES) {
      const known = await transaction
        .selectFrom('signing_keys')
        .select('kid')
        .where('class', '=', keyClass)
        .where('state', '=', 'active')
        .executeTakeFirst();
      if (known === undefined)
        await insertSigningKey(transaction, encryption, { keyClass, alg: 'HS256', state: 'active' });
    }
  });
}
