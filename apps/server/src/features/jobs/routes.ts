import type { Database } from '../../ports/database.ts';
import { jsonAnswer, type RouteHandler } from '../../ports/http-exchange.ts';
import { SluiceError } from '../../ports/sluice-error.ts';
import { createJob, type JobCreation } from './create-job.ts';
import { loadJob } from './job-store.ts';
import { duplicateView, jobView } from './job-view.ts';
import { parseCreateBody } from './parse-create-body.ts';

const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

async function requireJob(database: Database, id: string) {
  const row = await loadJob(database, id).catch((cause: unknown) => {
    throw new SluiceError('jobs/database-error', { status: 500, message: 'database error', cause });
  });
  if (row !== null) return row;
  throw new SluiceError('jobs/not-found', { status: 404, message: 'job not found' });
}

/** Handlers of the job routes. */
export function jobHandlers(creation: JobCreation) {
  const create: RouteHandler = async ({ bodyBytes }) => {
    const order = parseCreateBody(bodyBytes);
    const created = await createJob(creation, order);
    if (!created.isNew) return jsonAnswer(200, duplicateView(created.job));
    return jsonAnswer(202, { job_id: created.id, hash: order.hash, status: 'queued' });
  };
  const get: RouteHandler = async ({ params }) => {
    const id = params.id ?? '';
    if (!isUuid(id)) throw new SluiceError('jobs/not-found', { status: 404, message: 'job not found' });
    return jsonAnswer(200, jobView(await requireJob(creation.database, id)));
  };
  return { createJob: create, getJob: get };
}
