import { sql } from 'kysely';
import type { Database } from '../../../ports/database.ts';

/** How long after a removal something may still come in of a worker that was publishing. */
const WATCHED = sql<boolean>`requested_at < now() - interval '15 minutes'`;

const dueIn = (minutes: number) => sql<Date>`now() + make_interval(mins => ${minutes})`;

/** From here on the media is to be gone, whatever becomes of this process. */
export async function recordRemoval(database: Database, assetId: string): Promise<void> {
  const removal = { requested_at: new Date(), is_released: false, due_at: dueIn(1) };
  await database
    .insertInto('removals')
    .values({ asset_id: assetId, ...removal })
    .onConflict((conflict) => conflict.column('asset_id').doUpdateSet(removal))
    .execute();
}

/**
 * The asset and its content keys, in one transaction. It is made anew at once where a job was ordered since all were
 * released: what that brings in shall not lie under an id that somebody else may take.
 */
export async function deleteAsset(database: Database, assetId: string): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const kept = ['id', 'access', 'owner_id'] as const;
    // Whoever orders a job holds the asset until the job can be seen.
    const asset = await transaction.selectFrom('assets').select(kept).where('id', '=', assetId).forUpdate().execute();
    await transaction.deleteFrom('content_keys').where('asset_id', '=', assetId).execute();
    await transaction.deleteFrom('assets').where('id', '=', assetId).execute();
    const job = await transaction.selectFrom('jobs').select('id').where('hash', '=', assetId).limit(1).execute();
    if (job.length > 0 && asset.length > 0) await transaction.insertInto('assets').values(asset).execute();
  });
}

/** A removal that the sweeper looks after. */
export interface DueRemoval {
  readonly assetId: string;
  /** Whether everything that held something of it has let go. */
  readonly isReleased: boolean;
  readonly requestedAt: Date;
}

/** Removals to look after, a page of them; nobody else gets them for some minutes. */
export async function takeDueRemovals(database: Database): Promise<readonly DueRemoval[]> {
  return database
    .updateTable('removals')
    .set({ due_at: dueIn(5) })
    .where('asset_id', 'in', (due) =>
      due
        .selectFrom('removals')
        .select('asset_id')
        .where('due_at', '<=', sql<Date>`now()`)
        .orderBy('due_at')
        .limit(20)
        .forUpdate()
        .skipLocked(),
    )
    .returning(['asset_id as assetId', 'is_released as isReleased', 'requested_at as requestedAt'])
    .execute();
}

/** Everything that held something of the asset has let go. */
export async function recordRelease(database: Database, assetId: string): Promise<void> {
  await database.updateTable('removals').set({ is_released: true }).where('asset_id', '=', assetId).execute();
}

/** Ends the watch over a removal that is old enough, or whose asset was made anew. */
export async function endRemoval(database: Database, assetId: string, isMadeAnew: boolean): Promise<void> {
  let ending = database.deleteFrom('removals').where('asset_id', '=', assetId);
  if (!isMadeAnew) ending = ending.where(WATCHED);
  await ending.execute();
}
