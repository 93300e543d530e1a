import type { Presentation } from '@sluice/media';
import type { Database, Transaction } from '../../ports/database.ts';

export type AssetAccess = 'public' | 'protected';

/** What is known of an asset. */
export interface Asset {
  readonly id: string;
  readonly access: AssetAccess;
  /** Null until a stream exists. */
  readonly presentation: Presentation | null;
  /** Key id of the content key in force; null for a clear stream. */
  readonly contentKid: string | null;
  /** Its stream still grows: what names segments is another thing in a moment. */
  readonly isLive: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export async function loadAsset(database: Database, id: string): Promise<Asset | null> {
  const row = await database.selectFrom('assets').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) return null;
  return {
    id: row.id,
    access: row.access,
    presentation: row.presentation as Presentation | null,
    contentKid: row.content_kid,
    isLive: row.is_live,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** Whether there is any asset at all. */
export async function hasAssets(database: Database): Promise<boolean> {
  return (await database.selectFrom('assets').select('id').limit(1).executeTakeFirst()) !== undefined;
}

/** Sets the policy, creating the asset where there is none. Tells whether it was created. */
export async function saveAssetAccess(database: Database, id: string, access: AssetAccess): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    if (await insertAsset(transaction, id, access)) return true;
    await transaction.updateTable('assets').set({ access, updated_at: new Date() }).where('id', '=', id).execute();
    return false;
  });
}

/** Makes sure that the asset exists; an existing one keeps its policy. True when it was created. */
export async function insertAsset(transaction: Transaction, id: string, access: AssetAccess): Promise<boolean> {
  const inserted = await transaction
    .insertInto('assets')
    .values({ id, access })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return Number(inserted.numInsertedOrUpdatedRows ?? 0) > 0;
}

/** Marks the asset as changed: caches name what they keep of it after this moment. */
export async function touchAsset(transaction: Transaction, id: string): Promise<void> {
  await transaction.updateTable('assets').set({ updated_at: new Date() }).where('id', '=', id).execute();
}

/** A new asset whose stream begins to grow. */
export async function insertLiveAsset(transaction: Transaction, id: string, access: AssetAccess): Promise<void> {
  await transaction.insertInto('assets').values({ id, access, is_live: true }).execute();
}

/** Its stream does not grow any more. */
export async function endLiveAsset(transaction: Transaction, id: string): Promise<void> {
  const changed = { is_live: false, updated_at: new Date() };
  await transaction.updateTable('assets').set(changed).where('id', '=', id).execute();
}

/** Puts a new stream in force. */
export async function savePresentation(
  transaction: Transaction,
  id: string,
  presentation: Presentation,
): Promise<void> {
  await transaction
    .updateTable('assets')
    .set({
      presentation: JSON.stringify(presentation),
      content_kid: presentation.encryption?.kid ?? null,
      updated_at: new Date(),
    })
    .where('id', '=', id)
    .execute();
}
