import { sql } from 'kysely';
import type { Database, Transaction } from '../../ports/database.ts';

/** Any number that no other part of Sluice locks. */
const STORAGE_LOCK = 7_258_423_040;

/** In one transaction, while nobody else changes accounts or providers. */
export async function withStorageLock<T>(
  database: Database,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  return database.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${STORAGE_LOCK})`.execute(transaction);
    return work(transaction);
  });
}
