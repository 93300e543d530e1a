import { type EmbedRecord, parseCidr, parseHostPattern } from '@sluice/access';
import type { Database, EmbedTokensTable, Transaction } from '../../../ports/database.ts';

export type StoredEmbedToken = Readonly<Omit<EmbedTokensTable, 'plays' | 'is_active'>> & {
  readonly plays: number;
  readonly is_active: boolean;
};

/** Records on one page of the list. */
const PAGE = 100;

/** Null for a list that says nothing; the texts were checked when they were stored. */
function parsed<T>(texts: readonly string[], parse: (text: string) => T | null): readonly T[] | null {
  const items = texts.map(parse).filter((item): item is NonNullable<typeof item> => item !== null);
  return texts.length === 0 ? null : items;
}

/** What the gate decides on. */
export const embedRecordOf = (
  row: Omit<StoredEmbedToken, 'token_hash' | 'prefix' | 'label' | 'last_used_seconds'>,
): EmbedRecord => ({
  id: row.id,
  assetId: row.asset_id,
  subject: row.subject,
  bindings: {
    clientAddresses: parsed(row.ips, parseCidr),
    hosts: parsed(row.domains, parseHostPattern),
    userAgent: null,
  },
  expiresAtSeconds: row.expires_seconds,
  maxPlays: row.max_plays,
  plays: row.plays,
  isActive: row.is_active,
  createdAtSeconds: row.created_seconds,
});

/** The row behind a token, by its hash. */
export async function findStoredEmbedToken(
  database: Database,
  tokenHash: string,
): Promise<StoredEmbedToken | undefined> {
  return database.selectFrom('embed_tokens').selectAll().where('token_hash', '=', tokenHash).executeTakeFirst();
}

/** What stands behind a token, by its hash. Never from memory: a record that was deleted opens nothing, on any node. */
export async function findEmbedRecord(database: Database, tokenHash: string): Promise<EmbedRecord | null> {
  const row = await findStoredEmbedToken(database, tokenHash);
  return row === undefined ? null : embedRecordOf(row);
}

export async function insertEmbedToken(
  database: Transaction,
  row: Omit<StoredEmbedToken, 'plays' | 'is_active' | 'last_used_seconds'>,
): Promise<StoredEmbedToken> {
  return database
    .insertInto('embed_tokens')
    .values({ ...row, last_used_seconds: null })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Those of these ids that there are. */
export async function loadEmbedTokens(database: Database, ids: readonly string[]): Promise<StoredEmbedToken[]> {
  return database.selectFrom('embed_tokens').selectAll().where('id', 'in', ids).execute();
}

/** One page in the order of the ids, of one asset or of all. */
export async function listEmbedTokens(
  database: Database,
  { assetId, after }: { readonly assetId: string | null; readonly after: string | null },
): Promise<{ readonly rows: readonly StoredEmbedToken[]; readonly next: string | null }> {
  let query = database
    .selectFrom('embed_tokens')
    .selectAll()
    .orderBy('id')
    .limit(PAGE + 1);
  if (assetId !== null) query = query.where('asset_id', '=', assetId);
  if (after !== null) query = query.where('id', '>', after);
  const found = await query.execute();
  const rows = found.slice(0, PAGE);
  return { rows, next: found.length > PAGE ? (rows.at(-1)?.id ?? null) : null };
}

export type EmbedChanges = Partial<
  Pick<StoredEmbedToken, 'is_active' | 'domains' | 'ips' | 'expires_seconds' | 'max_plays' | 'label'>
>;

/** The record with the changes; undefined where there is none. */
export async function updateEmbedToken(
  transaction: Transaction,
  id: string,
  changes: EmbedChanges,
): Promise<StoredEmbedToken | undefined> {
  return transaction
    .updateTable('embed_tokens')
    .set({ ...changes, id })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
}

/** True when there was such a record. */
export async function deleteEmbedToken(transaction: Transaction, id: string): Promise<boolean> {
  const gone = await transaction.deleteFrom('embed_tokens').where('id', '=', id).returning('id').executeTakeFirst();
  return gone !== undefined;
}

/** Counts one play; false when none is left. One statement, so that any number of callers get no more than there are. */
export async function countPlay(database: Database, id: string, nowSeconds: number): Promise<boolean> {
  const counted = await database
    .updateTable('embed_tokens')
    .set((e) => ({ plays: e('plays', '+', 1), last_used_seconds: nowSeconds }))
    .where('id', '=', id)
    .where('is_active', '=', true)
    .where((e) => e.or([e('max_plays', 'is', null), e('plays', '<', e.ref('max_plays'))]))
    .returning('id')
    .executeTakeFirst();
  return counted !== undefined;
}

/** The end of the last embed token of this viewer or asset that was made before `beforeSeconds`; null where there is none. */
export async function lastEmbedEnd(
  transaction: Transaction,
  column: 'subject' | 'asset_id',
  value: string,
  beforeSeconds: number,
): Promise<number | null> {
  const { end } = await transaction
    .selectFrom('embed_tokens')
    .select((e) => e.fn.max(e.fn.coalesce('expires_seconds', e.lit(9_999_999_999))).as('end'))
    .where(column, '=', value)
    .where('created_seconds', '<', beforeSeconds)
    .executeTakeFirstOrThrow();
  return end === null ? null : Number(end);
}
