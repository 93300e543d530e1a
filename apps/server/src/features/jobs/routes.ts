import { jsonAnswer, type RouteHandler } from '../../ports/http-exchange.ts';
import { callbackHandlers } from './callbacks/callback-handlers.ts';
import { type Cancellation, cancelJob } from './cancel/cancel-job.ts';
import { createJobs, type JobCreation } from './create-job.ts';
import { answerEvents, type JobEventDesk } from './events/answer-events.ts';
import { duplicateView, jobView } from './job-view.ts';
import { listJobs } from './list/list-jobs.ts';
import { parseListQuery } from './list/parse-list-query.ts';
import { parseCreateBody } from './parse-create-body.ts';
import { orDatabaseError, requireJob } from './require-job.ts';
import { retryJob } from './retry/retry-job.ts';

/** What the job routes are made of. */
export type JobDesk = JobCreation &
  Cancellation &
  JobEventDesk & {
    /** Regions of one redaction at most. */
    readonly maxRegions: number;
  };

/** Handlers of the job routes. */
export function jobHandlers(desk: JobDesk) {
  const { database } = desk;
  const create: RouteHandler = async ({ bodyBytes, trace }) => {
    const order = parseCreateBody(bodyBytes, desk.maxRegions);
    const [created] = await createJobs(desk, [order], { trace, retryOfJobId: null });
    if (created?.equal) return jsonAnswer(200, duplicateView(created.equal));
    return jsonAnswer(202, { job_id: created?.id, hash: order.hash, status: 'queued' });
  };
  const get: RouteHandler = async ({ params }) => jsonAnswer(200, jobView(await requireJob(database, params.id ?? '')));
  const list: RouteHandler = async ({ rawTarget }) =>
    jsonAnswer(200, await orDatabaseError(listJobs(database, parseListQuery(rawTarget))));
  const retry: RouteHandler = async ({ params, trace }) =>
    jsonAnswer(202, await retryJob(desk, await requireJob(database, params.id ?? ''), trace));
  const cancel: RouteHandler = async ({ params }) => jsonAnswer(200, jobView(await cancelJob(desk, params.id ?? '')));
  const watch: RouteHandler = (request) => answerEvents(desk, request);
  return {
    ...{ createJob: create, getJob: get, listJobs: list, retryJob: retry, cancelJob: cancel, watchJob: watch },
    ...callbackHandlers(database),
  };
}
