import { sql } from 'kysely';
import type { Database, PlaybackTokensTable, Transaction } from '../../../ports/database.ts';

/** A token as the register knows it; the token itself is not kept. */
export type RegisteredToken = Readonly<
  Omit<PlaybackTokensTable, 'renewals' | 'deliver_via'> & {
    renewals: number;
    deliver_via: string;
  }
>;

/** Tokens are remembered for so long after their end. */
const KEPT_SECONDS = 7 * 86_400;

/** Equal orders wait for each other until the transaction ends. */
export async function lockOrder(transaction: Transaction, reuseKey: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${reuseKey}, 0))`.execute(transaction);
}

/** The last token of this order that was never renewed. */
export function findByOrder(transaction: Transaction, reuseKey: string): Promise<RegisteredToken | undefined> {
  return transaction
    .selectFrom('playback_tokens')
    .selectAll()
    .where('reuse_key', '=', reuseKey)
    .where('renewals', '=', 0)
    .orderBy('issued_seconds', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export async function insertToken(
  transaction: Transaction,
  token: Omit<RegisteredToken, 'renewals' | 'last_seen_seconds'>,
): Promise<void> {
  await transaction
    .insertInto('playback_tokens')
    .values({ ...token, last_seen_seconds: null })
    .execute();
}

/** Those of these ids that this deployment issued and has not forgotten, each with how many networks it was seen from. */
export async function loadTokens(database: Database, ids: readonly string[]) {
  return database
    .selectFrom('playback_tokens')
    .selectAll()
    .select((e) =>
      e
        .selectFrom('playback_token_networks')
        .select((n) => n.fn.countAll<number>().as('count'))
        .whereRef('token_id', '=', 'playback_tokens.id')
        .$asScalar()
        .$notNull()
        .as('networks'),
    )
    .where('id', 'in', ids)
    .execute();
}

/** Forgets what was issued for an asset that is removed: its name may be somebody else's tomorrow. */
export async function forgetTokensOf(database: Database, assetId: string): Promise<void> {
  await database.deleteFrom('playback_tokens').where('asset_id', '=', assetId).execute();
}

export type RenewalRecord = Pick<RegisteredToken, 'id' | 'kid' | 'not_before_seconds' | 'expires_seconds'>;

/** Notes a renewal. A token of another issuer is none of ours to note. */
export async function recordRenewal(database: Database, renewed: RenewalRecord): Promise<void> {
  const { id, ...changes } = renewed;
  await database
    .updateTable('playback_tokens')
    .set((e) => ({ ...changes, renewals: e('renewals', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

/** Where and when a token was last seen. */
export interface Sighting {
  readonly tokenId: string;
  readonly atSeconds: number;
  readonly networks: readonly string[];
}

/** Notes what was seen, in two statements whatever the number; unknown ids are left out. */
export async function recordSightings(database: Database, sightings: readonly Sighting[]): Promise<void> {
  const ids = sightings.map(({ tokenId }) => tokenId);
  const times = sightings.map(({ atSeconds }) => atSeconds);
  const pairs = sightings.flatMap(({ tokenId, networks }) => networks.map((network) => [tokenId, network] as const));
  await sql`
    update playback_tokens as token set last_seen_seconds = greatest(token.last_seen_seconds, seen.at)
    from unnest(${ids}::text[], ${times}::bigint[]) as seen (id, at) where token.id = seen.id`.execute(database);
  await sql`
    insert into playback_token_networks (token_id, network)
    select seen.id, seen.network
    from unnest(${pairs.map(([id]) => id)}::text[], ${pairs.map(([, network]) => network)}::text[]) as seen (id, network)
    join playback_tokens on playback_tokens.id = seen.id
    on conflict do nothing`.execute(database);
}

/**
 * Tokens of a viewer or for an asset that were issued before `beforeSeconds` but begin later: a token of kind A does
 * not say when it was issued, so a revocation by time alone would spare them.
 */
export async function idsThatBeginLater(
  transaction: Transaction,
  column: 'subject' | 'asset_id',
  value: string,
  beforeSeconds: number,
): Promise<readonly string[]> {
  const rows = await transaction
    .selectFrom('playback_tokens')
    .select('id')
    .where(column, '=', value)
    .where('issued_seconds', '<', beforeSeconds)
    .where('not_before_seconds', '>=', beforeSeconds)
    .execute();
  return rows.map(({ id }) => id);
}

/** Forgets tokens that ended long ago. */
export async function trimRegister(database: Database, nowSeconds: number): Promise<void> {
  await database
    .deleteFrom('playback_tokens')
    .where(sql<number>`greatest(expires_seconds, renewable_until_seconds)`, '<', nowSeconds - KEPT_SECONDS)
    .execute();
}
