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

/** An asset and the user whom it belongs to; null for the operator. */
export interface OwnedAsset extends Asset {
  readonly ownerId: string | null;
}

export async function loadAsset(database: Database, id: string): Promise<OwnedAsset | null> {
  const row = await database.selectFrom('assets').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) return null;
  return {
    id: row.id,
    access: row.access,
    presentation: row.presentation as Presentation | null,
    contentKid: row.content_kid,
    ownerId: row.owner_id,
    isLive: row.is_live,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** Whether there is any asset at all. */
export async function hasAssets(database: Database): Promise<boolean> {
  return (await database.selectFrom('assets').select('id').limit(1).executeTakeFirst()) !== undefined;
}

/** What an asset is made with. */
export interface NewAsset {
  readonly id: string;
  readonly access: AssetAccess;
  readonly ownerId: string | null;
}

/**
 * Makes sure that the asset exists; an existing one keeps its policy and its owner, who is the one in the answer.
 * Nobody else can change that until the transaction ends.
 */
export async function insertAsset(
  transaction: Transaction,
  { id, access, ownerId }: NewAsset,
): Promise<{ readonly isNew: boolean; readonly ownerId: string | null }> {
  const inserted = await transaction
    .insertInto('assets')
    .values({ id, access, owner_id: ownerId })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  if (Number(inserted.numInsertedOrUpdatedRows ?? 0) > 0) return { isNew: true, ownerId };
  const known = await transaction.selectFrom('assets').select('owner_id').where('id', '=', id).forUpdate().execute();
  const [row] = known;
  // Removed between the two: then it is to be made after all.
  return row === undefined
    ? insertAsset(transaction, { id, access, ownerId })
    : { isNew: false, ownerId: row.owner_id };
}

/**
 * Sets the policy, creating the asset where there is none. Tells whether it was created. `check` throws for an owner
 * whose assets are not to be changed.
 */
export async function saveAssetAccess(
  database: Database,
  asset: NewAsset,
  check: (ownerId: string | null) => void,
): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    const { isNew, ownerId } = await insertAsset(transaction, asset);
    check(ownerId);
    if (isNew) return true;
    const { id, access } = asset;
    await transaction.updateTable('assets').set({ access, updated_at: new Date() }).where('id', '=', id).execute();
    return false;
  });
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
