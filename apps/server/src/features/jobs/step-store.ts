import type { Database } from '../../ports/database.ts';
import type { StepLog } from '../../ports/film-job.ts';

/** The steps of one job that are done, with their results. A step recorded twice keeps its last result. */
export function stepsOfJob(database: Database, jobId: string): StepLog {
  return {
    async find(name) {
      const row = await database
        .selectFrom('job_steps')
        .select('result')
        .where('job_id', '=', jobId)
        .where('name', '=', name)
        .executeTakeFirst();
      return row?.result;
    },
    async record(name, result) {
      const json = JSON.stringify(result);
      await database
        .insertInto('job_steps')
        .values({ job_id: jobId, name, result: json })
        .onConflict((conflict) => conflict.columns(['job_id', 'name']).doUpdateSet({ result: json }))
        .execute();
    },
  };
}
