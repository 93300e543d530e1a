import { sql } from 'kysely';
import type { Database, Transaction } from '../../ports/database.ts';

/** Channel on which processes tell each other that something changed at the edge. */
export const EDGE_CHANNEL = 'sluice_edge';

export type EdgeNews = 'revocations' | 'keys';

/** Tells every process; inside a transaction, when and only if it commits. */
export async function notifyEdges(database: Database | Transaction, news: EdgeNews): Promise<void> {
  await sql`select pg_notify(${EDGE_CHANNEL}, ${news})`.execute(database);
}
