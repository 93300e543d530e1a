import type { Database, Transaction } from '../../../ports/database.ts';

/** A job, whose it is and which asset it makes. */
export interface JobOwner {
  readonly jobId: string;
  /** Null for the operator. */
  readonly ownerId: string | null;
  readonly assetId: string;
}

/** `id`: a UUID. */
export async function findJobOwner(database: Database, id: string): Promise<JobOwner | undefined> {
  return database
    .selectFrom('jobs')
    .select(['id as jobId', 'owner_id as ownerId', 'hash as assetId'])
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Whose an asset is, null for the operator; undefined where there is no such asset. */
export async function findAssetOwner(
  database: Database | Transaction,
  id: string,
): Promise<{ readonly ownerId: string | null } | undefined> {
  return database.selectFrom('assets').select('owner_id as ownerId').where('id', '=', id).executeTakeFirst();
}
