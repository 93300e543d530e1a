import type { Grant } from '@sluice/access';
import type { JobRetried } from '@sluice/contract';
import type { TraceContext } from '../../../ports/tracing.ts';
import { createJobs, type JobCreation } from '../create-job.ts';
import type { JobRow } from '../job-store.ts';
import { planRetry } from './plan-retry.ts';

/**
 * Creates the jobs that take the place of one that failed, all or none; the failed one stays as it is. An equal job that
 * exists is named instead of a new one (Vylux contract §9).
 */
export async function retryJob(
  creation: JobCreation,
  failed: JobRow,
  trace: TraceContext,
  grant: Grant,
): Promise<JobRetried> {
  const { strategy, orders } = planRetry(failed);
  const created = await createJobs(creation, orders, { trace, retryOfJobId: failed.id, grant });
  return {
    source_job_id: failed.id,
    strategy,
    jobs: created.map(({ id, type, status }) => ({ job_id: id, type, status, retry_of_job_id: failed.id })),
  };
}
