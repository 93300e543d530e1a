import type { Selectable } from 'kysely';
import type { Database, SharedReportsTable } from '../../../ports/database.ts';

export type StoredShare = Selectable<SharedReportsTable>;

export type NewShare = Pick<StoredShare, 'user_id' | 'job_id' | 'share_hash' | 'expires_at'>;

export async function insertShare(database: Database, share: NewShare): Promise<StoredShare> {
  return database.insertInto('shared_reports').values(share).returningAll().executeTakeFirstOrThrow();
}

/** The shares of a job, newest first. */
export async function listShares(database: Database, jobId: string): Promise<readonly StoredShare[]> {
  return database.selectFrom('shared_reports').selectAll().where('job_id', '=', jobId).orderBy('id', 'desc').execute();
}

export async function loadShare(database: Database, id: number): Promise<StoredShare | undefined> {
  return database.selectFrom('shared_reports').selectAll().where('id', '=', id).executeTakeFirst();
}

/** True when there was such a share. */
export async function deleteShare(database: Database, id: number): Promise<boolean> {
  const gone = await database.deleteFrom('shared_reports').where('id', '=', id).returning('id').executeTakeFirst();
  return gone !== undefined;
}

/** An active share by its hash, with the asset that its job makes; whether it has ended is for others to say. */
export async function findShareByHash(database: Database, hash: string) {
  return (
    database
      .selectFrom('shared_reports')
      .innerJoin('jobs', 'jobs.id', 'shared_reports.job_id')
      .innerJoin('users', 'users.id', 'shared_reports.user_id')
      .selectAll('shared_reports')
      .select('jobs.hash as asset_id')
      .where('share_hash', '=', hash)
      .where('is_active', '=', true)
      .where('users.is_disabled', '=', false)
      // A job that changed hands is no longer theirs to show.
      .whereRef('jobs.owner_id', '=', 'shared_reports.user_id')
      .executeTakeFirst()
  );
}
