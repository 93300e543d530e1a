import { type HttpRequest, jsonAnswer, type RouteHandler } from '../../ports/http-exchange.ts';
import { ownerOfNew, requireGrant, requireSourceKey } from '../identity/index.ts';
import { callbackHandlers } from './callbacks/callback-handlers.ts';
import { requireCallbackSecret } from './callbacks/require-callback-secret.ts';
import { type Cancellation, cancelJob } from './cancel/cancel-job.ts';
import { createJobs, type JobCreation } from './create-job.ts';
import { answerEvents, type JobEventDesk } from './events/answer-events.ts';
import { duplicateView, jobView } from './job-view.ts';
import { listJobs } from './list/list-jobs.ts';
import { parseListQuery } from './list/parse-list-query.ts';
import { parseCreateBody } from './parse-create-body.ts';
import { orDatabaseError, requireJob } from './require-job.ts';
import { retryJob } from './retry/retry-job.ts';
import { type VideoDesk, videoHandlers } from './videos/video-handlers.ts';

/** What the job routes are made of. */
export type JobDesk = JobCreation &
  Cancellation &
  JobEventDesk &
  VideoDesk & {
    /** Regions of one redaction at most. */
    readonly maxRegions: number;
  };

/** Handlers of the job routes. */
export function jobHandlers(desk: JobDesk) {
  const { database } = desk;
  const required = (request: HttpRequest) => requireJob(desk, request.params.id ?? '', requireGrant(request));
  const create: RouteHandler = async (request) => {
    const grant = requireGrant(request);
    const body = parseCreateBody(request.bodyBytes, desk.maxRegions);
    const callbackUserId = body.callbackUrl === null ? null : ownerOfNew(grant);
    const order = { ...body, source: requireSourceKey(grant, body.source), callbackUserId };
    await requireCallbackSecret(database, callbackUserId);
    const [created] = await createJobs(desk, [order], { trace: request.trace, retryOfJobId: null, grant });
    if (created?.equal) return jsonAnswer(200, duplicateView(created.equal));
    return jsonAnswer(202, { job_id: created?.id, hash: order.hash, status: 'queued' });
  };
  const get: RouteHandler = async (request) => jsonAnswer(200, jobView(await required(request)));
  const list: RouteHandler = async (request) => {
    const ownerId = ownerOfNew(requireGrant(request));
    return jsonAnswer(200, await orDatabaseError(listJobs(database, parseListQuery(request.rawTarget), ownerId)));
  };
  const retry: RouteHandler = async (request) =>
    jsonAnswer(202, await retryJob(desk, await required(request), request.trace, requireGrant(request)));
  const cancel: RouteHandler = async (request) =>
    jsonAnswer(200, jobView(await cancelJob(desk, request.params.id ?? '', requireGrant(request))));
  const watch: RouteHandler = (request) => answerEvents(desk, request);
  return {
    ...{ createJob: create, getJob: get, listJobs: list, retryJob: retry, cancelJob: cancel, watchJob: watch },
    ...callbackHandlers(desk),
    ...videoHandlers(desk),
  };
}
