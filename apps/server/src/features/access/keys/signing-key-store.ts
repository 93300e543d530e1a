import { randomBytes } from 'node:crypto';
import type { KeyRecord, KeyState } from '@sluice/access';
import { type Selectable, sql } from 'kysely';
import type { Database, SigningKeysTable, Transaction } from '../../../ports/database.ts';
import type { KeyEncryption } from '../../assets/index.ts';
import { type EdgeKeyAlgorithm, type EdgeKeyClass, makeKeySecret, openKeyRecord } from './key-material.ts';
import { stateAt, VERIFY_AFTER_SECONDS } from './key-transition.ts';

/** Classes that have a key from the first start on. */
const FIRST_CLASSES = ['edge-hmac', 'edge-jwt-sym'] as const satisfies readonly EdgeKeyClass[];
/** Number of the advisory lock under which keys are made and promoted; any constant that nothing else uses. */
const KEY_LOCK = 7_583_201;

/** A key as it is kept, its secret wrapped. */
export type StoredSigningKey = Selectable<SigningKeysTable>;

/** All signing keys, opened, in the state that they are in at `nowMs`. */
export async function loadSigningKeys(
  database: Database | Transaction,
  encryption: KeyEncryption,
  nowMs: number,
): Promise<readonly KeyRecord[]> {
  const rows = await listSigningKeys(database);
  return rows.map((row) => {
    const secret = encryption.unwrap({
      wrapped: row.wrapped_secret,
      nonce: row.wrap_nonce,
      kekVersion: row.kek_version,
    });
    const state = stateAt(row.state, row.verify_until, nowMs);
    return openKeyRecord(row.class as EdgeKeyClass, { ...row, state }, secret);
  });
}

/** All signing keys, the oldest first. */
export function listSigningKeys(database: Database | Transaction): Promise<StoredSigningKey[]> {
  return database.selectFrom('signing_keys').selectAll().orderBy('created_at').orderBy('kid').execute();
}

/** Puts a key into another state. A key that steps back verifies as long as anything that it signed can live. */
export async function saveKeyState(
  transaction: Transaction,
  kid: string,
  state: KeyState,
  nowMs: number,
): Promise<void> {
  const times = {
    ...(state === 'active' ? { promoted_at: new Date(nowMs) } : {}),
    ...(state === 'retiring' ? { verify_until: new Date(nowMs + VERIFY_AFTER_SECONDS * 1000) } : {}),
  };
  await transaction
    .updateTable('signing_keys')
    .set({ state, ...times })
    .where('kid', '=', kid)
    .execute();
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
      promoted_at: key.state === 'active' ? new Date() : null,
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
