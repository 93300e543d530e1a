import { fromKysely, type PgBoss } from 'pg-boss';
import type { Database } from '../../../ports/database.ts';
import type { Delivery, Payload } from './delivery.ts';

/**
 * Queues work anew for anybody, without using up a try. A new entry, not the old one released: a late word
 * about the old one then finds nothing. Does nothing when the lease was lost already.
 */
export async function handBack(boss: PgBoss, database: Database, { job, work }: Delivery): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const db = fromKysely(transaction);
    const held = { id: job.id, retryCount: job.retryCount };
    // The count is documented, though the type of the answer does not tell it.
    const answer = (await boss.deleteJob(job.name, held, { db })) as { readonly affected?: number };
    if (answer.affected !== 1) return;
    const payload: Payload = { jobId: work.jobId, earlierAttempts: work.attempt };
    const retryLimit = job.retryLimit - job.retryCount;
    const { priority } = job;
    await boss.send(job.name, payload, { db, singletonKey: work.jobId, retryLimit, priority });
  });
}
