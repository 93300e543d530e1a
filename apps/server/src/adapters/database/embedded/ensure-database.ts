import pg from 'pg';
import type { DatabaseAddress } from '../../../ports/database.ts';

/** PostgreSQL's `duplicate_database` and, when two create it at once, `unique_violation`. */
const ALREADY_THERE = ['42P04', '23505'];

export async function ensureDatabase(address: DatabaseAddress): Promise<void> {
  const client = new pg.Client({ ...address, database: 'postgres' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [address.database]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(address.database)}`);
  } catch (error) {
    if (!ALREADY_THERE.includes((error as { code?: string }).code ?? '')) throw error;
  } finally {
    await client.end();
  }
}
