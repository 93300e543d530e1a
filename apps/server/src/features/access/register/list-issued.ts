import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../../ports/database.ts';
import type { TokenPosition } from './token-cursor.ts';

/** Tokens on one page of the list. */
const PAGE = 100;

/** Which tokens are asked for. */
export interface IssuedQuery {
  /** Whose assets they open; null for everybody's. */
  readonly ownerId: string | null;
  /** Null for any, as below. */
  readonly assetId: string | null;
  readonly subject: string | null;
  /** The last of the page before. */
  readonly after: TokenPosition | null;
}

export interface IssuedPage {
  readonly ids: readonly string[];
  /** The last of this page, where there is another one. */
  readonly next: TokenPosition | null;
}

/** A name may have been somebody else's before: what was issued then is not the business of who has it now. */
const ofOwner = (ownerId: string) => sql<boolean>`exists (
  select from assets where assets.id = issued.asset_id and assets.owner_id = ${ownerId}::uuid
    and issued.at >= floor(extract(epoch from assets.created_at)))`;

function conditions({ ownerId, assetId, subject, after }: IssuedQuery): RawBuilder<unknown> {
  const all = [
    sql`true`,
    ...(ownerId === null ? [] : [ofOwner(ownerId)]),
    ...(assetId === null ? [] : [sql`issued.asset_id = ${assetId}`]),
    ...(subject === null ? [] : [sql`issued.subject = ${subject}`]),
    ...(after === null ? [] : [sql`(issued.at, issued.id) < (${after.issuedSeconds}::bigint, ${after.id})`]),
  ];
  return sql.join(all, sql` and `);
}

/** One page of what was issued, of every kind, newest first. */
export async function listIssued(database: Database, query: IssuedQuery): Promise<IssuedPage> {
  const { rows } = await sql<{ id: string; at: number }>`
    select issued.id, issued.at from (
      select id, asset_id, subject, issued_seconds as at from playback_tokens
      union all select id, asset_id, subject, created_seconds as at from embed_tokens
    ) as issued where ${conditions(query)} order by issued.at desc, issued.id desc limit ${PAGE + 1}`.execute(database);
  const page = rows.slice(0, PAGE);
  const last = rows.length > PAGE ? page.at(-1) : undefined;
  return {
    ids: page.map(({ id }) => id),
    next: last === undefined ? null : { issuedSeconds: Number(last.at), id: last.id },
  };
}
