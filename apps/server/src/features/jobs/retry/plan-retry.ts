import { type JobType, jobTypes } from '@sluice/contract';
import { Type } from 'typebox';
import { Check } from 'typebox/value';
import { SluiceError } from '../../../ports/sluice-error.ts';
import type { JobRow } from '../job-store.ts';
import type { CanonicalFields } from '../option-fields.ts';
import type { JobOrder } from '../parse-create-body.ts';
import { canonicalOptions } from '../parse-options.ts';

/** What is ordered anew for a job that failed, Vylux contract §9. */
export interface RetryPlan {
  readonly strategy: 'retry_job' | 'retry_tasks';
  readonly orders: readonly JobOrder[];
}

/** What a retry needs to know of the failed job. */
export type FailedJobRow = Pick<
  JobRow,
  'type' | 'hash' | 'source' | 'provider' | 'options' | 'callback_url' | 'callback_user_id' | 'status' | 'results'
>;

const refuse = (code: string, message: string): SluiceError =>
  new SluiceError(`jobs/${code}`, { status: 409, message });

/** The types that a plan may name: those of the stages, and the whole job. */
const PLANNED_TYPES = ['video:cover', 'video:preview', 'video:transcode', 'video:full'] as const;
type PlannedType = (typeof PLANNED_TYPES)[number];

/** The part of the results of `video:full` that is read here (Vylux contract §8.4). */
const StoredState = Type.Object({
  retry_plan: Type.Object({
    allowed: Type.Boolean(),
    strategy: Type.Enum(['none', 'retry_job', 'retry_tasks']),
    job_types: Type.Optional(Type.Array(Type.Enum([...PLANNED_TYPES]))),
  }),
});

/** Options of one stage out of those of the whole job. */
function optionsOf(type: PlannedType, options: CanonicalFields): CanonicalFields {
  if (type === 'video:full') return options;
  return (options[type.slice('video:'.length)] ?? {}) as CanonicalFields;
}

function storedPlan(results: unknown): { strategy: RetryPlan['strategy']; types: readonly PlannedType[] } {
  if (!Check(StoredState, results)) throw refuse('invalid-state', 'stored workflow state is invalid');
  const { allowed, strategy, job_types: named = [] } = results.retry_plan;
  // The order of the stages, whatever the order in the plan.
  const types = PLANNED_TYPES.filter((type) => named.includes(type));
  if (!allowed || strategy === 'none' || types.length === 0) throw refuse('no-plan', 'job has no retry plan');
  return { strategy, types };
}

/** What to order anew. Refuses with the 409s of the contract. */
export function planRetry(job: FailedJobRow): RetryPlan {
  if (job.status !== 'failed') throw refuse('not-failed', 'only failed jobs can be retried');
  const type: JobType | undefined = jobTypes.find((known) => known === job.type);
  const options = type === undefined ? null : canonicalOptions(type, job.options);
  if (type === undefined || !options?.ok) throw refuse('invalid-options', 'stored job options are invalid');
  const order = (ofType: JobType, fields: CanonicalFields): JobOrder => ({
    ...{ type: ofType, hash: job.hash, source: job.source, provider: job.provider },
    ...{ options: fields, callbackUrl: job.callback_url, callbackUserId: job.callback_user_id },
  });
  if (type !== 'video:full' || job.results === null) {
    return { strategy: 'retry_job', orders: [order(type, options.fields)] };
  }
  const { strategy, types } = storedPlan(job.results);
  return { strategy, orders: types.map((stage) => order(stage, optionsOf(stage, options.fields))) };
}
