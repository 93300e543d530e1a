import { randomBytes } from 'node:crypto';
import type { Revocation, RevocationBatch, RevocationChange, RevocationEntry } from '@sluice/access';
import { sql } from 'kysely';
import type { Database, RevocationsTable, Transaction } from '../../../ports/database.ts';
import { lastEmbedEnd } from '../embed/embed-store.ts';
import { notifyEdges } from '../notify-edges.ts';
import { boundOfNow, endOfMatches, type RevocationOrder } from './revocation-order.ts';

/** A revocation as it is kept. */
export type StoredRevocation = Readonly<RevocationsTable>;

/** What a reader of the feed is told. */
export interface RevocationRows {
  readonly isSnapshot: boolean;
  /** The change that the rows lead up to; what a delta begins after is what was asked for. */
  readonly throughSeq: number;
  readonly standing: readonly StoredRevocation[];
  /** Ended since; their place is `removed_seq`. */
  readonly removed: readonly StoredRevocation[];
}

/** The last of so many next places of the feed. Holds the feed until the transaction ends, so that places become visible in order. */
async function takeSeq(transaction: Transaction, count = 1): Promise<number> {
  const { seq } = await transaction
    .updateTable('revocation_feed')
    .set((e) => ({ seq: e('seq', '+', count) }))
    .returning('seq')
    .executeTakeFirstOrThrow();
  return seq;
}

/** The bound of `order` as a second; null takes back every token. */
async function resolveBound(transaction: Transaction, order: RevocationOrder, nowSeconds: number) {
  const { type, value, before } = order;
  if (before !== 'now') return before;
  const { last } = await transaction
    .selectFrom('revocations')
    .select((e) => e.fn.max('before_seconds').as('last'))
    .where('removed_seq', 'is', null)
    .where('before_seconds', '>', nowSeconds)
    .where('before_seconds', '<=', nowSeconds + 5)
    // Of the same name, or of the other kind: either may have moved the start of a token that is now to be taken back.
    .where((e) => e.or([e('value', '=', value), e('type', '!=', type)]))
    .executeTakeFirstOrThrow();
  return boundOfNow(nowSeconds, last);
}

/** The standing revocation that says at least as much. */
async function findEqual(
  transaction: Transaction,
  { type, value }: RevocationOrder,
  beforeSeconds: number | null,
): Promise<StoredRevocation | undefined> {
  const query = transaction
    .selectFrom('revocations')
    .selectAll()
    .where('type', '=', type)
    .where('value', '=', value)
    .where('removed_seq', 'is', null)
    .orderBy('before_seconds', 'desc');
  return (beforeSeconds === null ? query : query.where('before_seconds', '>=', beforeSeconds)).executeTakeFirst();
}

/** Embed tokens may live for years, and what takes them back as long; 0 where it takes none. */
async function endOfEmbeds(
  transaction: Transaction,
  { type, value }: RevocationOrder,
  beforeSeconds: number | null,
): Promise<number> {
  if (type !== 'subject' && type !== 'asset') return 0;
  const column = type === 'subject' ? 'subject' : 'asset_id';
  return (await lastEmbedEnd(transaction, column, value, beforeSeconds ?? 0)) ?? 0;
}

/**
 * Records a revocation as part of `transaction` and tells every process when it commits. One that says as much is
 * left alone: `isNew` is false then.
 */
export async function insertRevocation(
  transaction: Transaction,
  order: RevocationOrder,
  nowSeconds: number,
): Promise<{ readonly row: StoredRevocation; readonly isNew: boolean }> {
  const seq = await takeSeq(transaction);
  const beforeSeconds = await resolveBound(transaction, order, nowSeconds);
  const known = await findEqual(transaction, order, beforeSeconds);
  if (known !== undefined) return { row: known, isNew: false };
  const row = await transaction
    .insertInto('revocations')
    .values({
      id: newId(),
      seq,
      type: order.type,
      value: order.value,
      before_seconds: beforeSeconds,
      expires_seconds: Math.max(
        endOfMatches(beforeSeconds, nowSeconds),
        await endOfEmbeds(transaction, order, beforeSeconds),
      ),
      reason: order.reason,
      created_seconds: nowSeconds,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await notifyEdges(transaction, 'revocations');
  return { row, isNew: true };
}

/** A token to be taken back, and the first second at which it would have ended by itself. */
export interface TokenEnd {
  readonly tokenId: string;
  readonly endsAtSeconds: number;
}

const newId = (): string => `rv_${randomBytes(12).toString('base64url')}`;

/** Clocks of processes may differ by so much. */
const END_LEEWAY_SECONDS = 60;

/** Takes back many tokens as part of `transaction`, none of which was taken back before, in one statement. */
export async function insertTokenRevocations(
  transaction: Transaction,
  tokens: readonly TokenEnd[],
  nowSeconds: number,
): Promise<void> {
  if (tokens.length === 0) return;
  const last = await takeSeq(transaction, tokens.length);
  const column = <T>(read: (token: TokenEnd, index: number) => T): T[] => tokens.map(read);
  await sql`
    insert into revocations (id, seq, type, value, expires_seconds, created_seconds)
    select id, seq, 'token', value, ends + ${END_LEEWAY_SECONDS}::bigint, ${nowSeconds}::bigint
    from unnest(
      ${column(newId)}::text[], ${column((_token, index) => last - tokens.length + 1 + index)}::bigint[],
      ${column(({ tokenId }) => tokenId)}::text[], ${column(({ endsAtSeconds }) => endsAtSeconds)}::bigint[]
    ) as ended (id, seq, value, ends)`.execute(transaction);
  await notifyEdges(transaction, 'revocations');
}

/** Ends a revocation; false when none stands under this id. */
export async function removeRevocation(database: Database, id: string): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    const seq = await takeSeq(transaction);
    const removed = await transaction
      .updateTable('revocations')
      .set({ removed_seq: seq })
      .where('id', '=', id)
      .where('removed_seq', 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (removed === undefined) return false;
    await notifyEdges(transaction, 'revocations');
    return true;
  });
}

/** Ends every revocation of one name, as part of `transaction`. */
export async function removeRevocationsOf(
  transaction: Transaction,
  type: StoredRevocation['type'],
  value: string,
): Promise<void> {
  const standing = await transaction
    .selectFrom('revocations')
    .select('id')
    .where('type', '=', type)
    .where('value', '=', value)
    .where('removed_seq', 'is', null)
    .execute();
  for (const { id } of standing) {
    const removed_seq = await takeSeq(transaction);
    await transaction.updateTable('revocations').set({ removed_seq }).where('id', '=', id).execute();
  }
  await notifyEdges(transaction, 'revocations');
}

/** Forgets what can match no living token any more, and remembers up to where readers need a snapshot. */
export async function trimRevocations(transaction: Transaction, nowSeconds: number): Promise<void> {
  const gone = await transaction
    .deleteFrom('revocations')
    .where('expires_seconds', '<=', nowSeconds)
    .returning((e) => e.fn<number>('greatest', ['seq', 'removed_seq']).as('seq'))
    .execute();
  if (gone.length === 0) return;
  const last = Math.max(...gone.map(({ seq }) => seq));
  await transaction
    .updateTable('revocation_feed')
    .set((e) => ({ trimmed_seq: e.fn<number>('greatest', ['trimmed_seq', e.val(last)]) }))
    .execute();
}

/** What follows the change `since`; everything that stands where that is null, ahead of us or cut off. */
export async function loadRevocations(database: Database, since: number | null): Promise<RevocationRows> {
  const { seq, trimmed_seq } = await database.selectFrom('revocation_feed').selectAll().executeTakeFirstOrThrow();
  const isSnapshot = since === null || since < trimmed_seq || since > seq;
  const after = isSnapshot ? 0 : since;
  if (after === seq) return { isSnapshot, throughSeq: seq, standing: [], removed: [] };
  // Rows may change between the two reads: the places tell what belongs to this one.
  const rows = await database
    .selectFrom('revocations')
    .selectAll()
    .where('seq', '<=', seq)
    .where((e) => e.or([e('seq', '>', after), e('removed_seq', '>', after)]))
    .orderBy('seq')
    .execute();
  const hasEnded = (row: StoredRevocation): boolean => row.removed_seq !== null && row.removed_seq <= seq;
  const standing = rows.filter((row) => row.seq > after && !hasEnded(row));
  return { isSnapshot, throughSeq: seq, standing, removed: isSnapshot ? [] : rows.filter(hasEnded) };
}

/** What a revocation means. */
export function revocationOf({
  type,
  value,
  before_seconds,
}: Pick<StoredRevocation, 'type' | 'value' | 'before_seconds'>): Revocation {
  return type === 'subject' || type === 'asset'
    ? { type, value, beforeSeconds: before_seconds ?? Number.POSITIVE_INFINITY }
    : { type, value };
}

const entryOf = (row: StoredRevocation): RevocationEntry => ({
  ...revocationOf(row),
  id: row.id,
  seq: row.seq,
  expiresAtSeconds: row.expires_seconds,
});

/** The rows as a process keeps them in memory. */
export function toBatch(rows: RevocationRows, since: number | null): RevocationBatch {
  const { throughSeq, standing, removed } = rows;
  if (rows.isSnapshot || since === null) return { kind: 'snapshot', throughSeq, entries: standing.map(entryOf) };
  const changes = orderedChanges(standing, removed).map(
    ({ row, seq, isEnd }): RevocationChange =>
      isEnd ? { kind: 'removed', id: row.id, seq } : { kind: 'added', entry: entryOf(row) },
  );
  return { kind: 'delta', afterSeq: since, throughSeq, changes };
}

/** Beginnings and ends in the order of their places. */
export function orderedChanges(standing: readonly StoredRevocation[], removed: readonly StoredRevocation[]) {
  return [
    ...standing.map((row) => ({ row, seq: row.seq, isEnd: false })),
    ...removed.map((row) => ({ row, seq: row.removed_seq ?? row.seq, isEnd: true })),
  ].sort((a, b) => a.seq - b.seq);
}

/**
 * The second from which new tokens of this viewer for this asset have to count as issued, so that no revocation of
 * either takes them (edge access §12.1); 0 where none stands.
 */
export async function loadIssueFloor(database: Database, assetId: string, subject: string | null): Promise<number> {
  const { floor } = await database
    .selectFrom('revocations')
    .select((e) => e.fn.max('before_seconds').as('floor'))
    .where('removed_seq', 'is', null)
    .where((e) =>
      e.or([
        e.and([e('type', '=', 'asset'), e('value', '=', assetId)]),
        e.and([e('type', '=', 'subject'), e('value', '=', subject ?? '')]),
      ]),
    )
    .executeTakeFirstOrThrow();
  return floor ?? 0;
}
