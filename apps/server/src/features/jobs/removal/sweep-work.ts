import type { Database } from '../../../ports/database.ts';
import type { ObjectStore } from '../../../ports/object-store.ts';

/** Younger objects may belong to a job that somebody is about to take back up. */
const MIN_AGE_MS = 60 * 60 * 1000;

/** Whether a worker may still go on with the job. */
async function isActive(database: Database, jobId: string): Promise<boolean> {
  const row = await database
    .selectFrom('jobs')
    .select('id')
    .where('id', '=', jobId)
    .where('status', 'in', ['queued', 'processing'])
    .executeTakeFirst();
  return row !== undefined;
}

/** Removes what jobs that are over, or unknown, have left under `work/`: their worker died before it could. */
export async function sweepWork(database: Database, media: ObjectStore, nowMs: number): Promise<void> {
  let job = { id: '', isActive: false };
  for await (const { key, lastModified } of media.list('work/')) {
    const id = /^work\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\//.exec(key)?.[1];
    if (id === undefined || nowMs - lastModified.getTime() < MIN_AGE_MS) continue;
    if (id !== job.id) job = { id, isActive: await isActive(database, id) };
    if (!job.isActive) await media.delete(key);
  }
}
