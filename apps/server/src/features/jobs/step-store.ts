import type { Database } from '../../ports/database.ts';
import type { StepLog } from '../../ports/film-job.ts';

/**
 * The steps of one job that are done, with their results. A step recorded twice keeps its last result. What was looked
 * for and not found is being worked on from then until it is recorded.
 */
export function stepsOfJob(database: Database, jobId: string): StepLog {
  const beganMs = new Map<string, number>();
  return {
    async find(name) {
      const row = await database
        .selectFrom('job_steps')
        .select('result')
        .where('job_id', '=', jobId)
        .where('name', '=', name)
        .executeTakeFirst();
      if (row === undefined) beganMs.set(name, performance.now());
      return row?.result;
    },
    async record(name, result) {
      const began = beganMs.get(name);
      const step = {
        result: JSON.stringify(result),
        took_ms: began === undefined ? null : Math.round(performance.now() - began),
      };
      await database
        .insertInto('job_steps')
        .values({ job_id: jobId, name, ...step })
        .onConflict((conflict) => conflict.columns(['job_id', 'name']).doUpdateSet(step))
        .execute();
    },
  };
}
