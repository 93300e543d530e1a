import { sql } from 'kysely';
import type { Database, StorageUrlsTable, Transaction } from '../../../../ports/database.ts';

/** A URL that is about to be given. */
export interface IssuedUrl {
  readonly id: string;
  readonly url: string;
  readonly mode: StorageUrlsTable['mode'];
  readonly isOnce: boolean;
  readonly provider: string;
  readonly filename: string;
  readonly expiresAtSeconds: number;
}

/** By whom, by which call and when. */
export interface UrlIssue {
  readonly account: string;
  readonly requestId: string;
  readonly issuedAtSeconds: number;
}

/** A URL as it is remembered, without the URL itself. */
export type RegisteredUrl = Readonly<Omit<StorageUrlsTable, 'seq'>> & { readonly seq: number };

/** Remembered for so long after their end. */
const KEPT_SECONDS = 7 * 86_400;

/** Remembers all of `urls` in one statement. One that was given before, to the letter, is left as it is. */
export async function insertUrls(database: Database, issue: UrlIssue, urls: readonly IssuedUrl[]): Promise<void> {
  if (urls.length === 0) return;
  const column = <T>(read: (url: IssuedUrl) => T): T[] => urls.map(read);
  await sql`
    insert into storage_urls
      (id, mode, is_once, account, provider, object_key, request_id, issued_seconds, expires_seconds)
    select id, mode, is_once, ${issue.account}, provider, object_key, ${issue.requestId},
      ${issue.issuedAtSeconds}::bigint, expires_seconds
    from unnest(
      ${column(({ id }) => id)}::text[], ${column(({ mode }) => mode)}::text[],
      ${column(({ isOnce }) => isOnce)}::boolean[], ${column(({ provider }) => provider)}::text[],
      ${column(({ filename }) => filename)}::text[], ${column(({ expiresAtSeconds }) => expiresAtSeconds)}::bigint[]
    ) as given (id, mode, is_once, provider, object_key, expires_seconds)
    on conflict (id) do nothing`.execute(database);
}

/** Null for an id that we never gave, or have forgotten. */
export async function loadUrl(database: Database | Transaction, id: string): Promise<RegisteredUrl | null> {
  const row = await database.selectFrom('storage_urls').selectAll().where('id', '=', id).executeTakeFirst();
  return row ?? null;
}

/** Takes the one use of a URL; false when somebody else had it, in whatever process. */
export async function takeUse(database: Database, id: string, nowSeconds: number): Promise<boolean> {
  const taken = await database
    .updateTable('storage_urls')
    .set({ used_seconds: nowSeconds })
    .where('id', '=', id)
    .where('used_seconds', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return taken !== undefined;
}

/** Which URLs are meant; null where anything will do. */
export interface UrlFilter {
  readonly account: string | null;
  readonly provider: string | null;
  readonly filename: string | null;
  readonly mode: StorageUrlsTable['mode'] | null;
}

export interface UrlPage extends UrlFilter {
  /** Only those given before this one. */
  readonly beforeSeq: number | null;
  readonly limit: number;
}

/** The condition that rows fit `filter`. A key is looked for by its digest first, because that is what is indexed. */
function fits({ account, provider, filename, mode }: UrlFilter) {
  const conditions = [sql<boolean>`true`];
  if (account !== null) conditions.push(sql`account = ${account}`);
  if (provider !== null) conditions.push(sql`provider = ${provider}`);
  if (mode !== null) conditions.push(sql`mode = ${mode}`);
  if (filename !== null) {
    conditions.push(sql`hashtextextended(object_key, 0) = hashtextextended(${filename}, 0)`);
    conditions.push(sql`object_key = ${filename}`);
  }
  return sql<boolean>`(${sql.join(conditions, sql` and `)})`;
}

/** One page, newest first, and one row more where there is another page. */
export async function listUrls(database: Database, { beforeSeq, limit, ...filter }: UrlPage) {
  const query = database
    .selectFrom('storage_urls')
    .selectAll()
    .where(fits(filter))
    .orderBy('seq', 'desc')
    .limit(limit + 1);
  return (beforeSeq === null ? query : query.where('seq', '<', beforeSeq)).execute();
}

/** Marks what fits, lives and is ours to end. */
export async function markRevoked(
  transaction: Transaction,
  filter: UrlFilter,
  nowSeconds: number,
): Promise<readonly Pick<RegisteredUrl, 'id' | 'expires_seconds'>[]> {
  return transaction
    .updateTable('storage_urls')
    .set({ revoked_seconds: nowSeconds })
    .where(fits({ ...filter, mode: 'vault' }))
    .where('revoked_seconds', 'is', null)
    .where('expires_seconds', '>=', nowSeconds)
    .returning(['id', 'expires_seconds'])
    .execute();
}

/** Marks one. */
export async function markOneRevoked(transaction: Transaction, id: string, nowSeconds: number): Promise<boolean> {
  const marked = await transaction
    .updateTable('storage_urls')
    .set({ revoked_seconds: nowSeconds })
    .where('id', '=', id)
    .where('revoked_seconds', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return marked !== undefined;
}

/** How many live on that only their provider could end. */
export async function countNative(transaction: Transaction, filter: UrlFilter, nowSeconds: number): Promise<number> {
  const { count } = await transaction
    .selectFrom('storage_urls')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where(fits({ ...filter, mode: 'native' }))
    .where('expires_seconds', '>=', nowSeconds)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Forgets what ended more than a week ago. */
export async function forgetUrls(database: Database, nowSeconds: number): Promise<void> {
  await database
    .deleteFrom('storage_urls')
    .where('expires_seconds', '<', nowSeconds - KEPT_SECONDS)
    .execute();
}
