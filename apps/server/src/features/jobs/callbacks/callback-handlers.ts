import type { JobCallback } from '@sluice/contract';
import { storedTrace } from '../../../platform/trace-context.ts';
import type { Database } from '../../../ports/database.ts';
import { type HttpRequest, jsonAnswer, type RouteHandler } from '../../../ports/http-exchange.ts';
import { SluiceError } from '../../../ports/sluice-error.ts';
import { requireGrant } from '../../identity/index.ts';
import { listCallbacks, queueCallback } from '../../webhooks/index.ts';
import type { JobRow } from '../job-store.ts';
import { type JobLookup, orDatabaseError, requireJob } from '../require-job.ts';
import { callbackBody } from './callback-body.ts';
import { requireCallbackSecret } from './require-callback-secret.ts';

type History = Awaited<ReturnType<typeof listCallbacks>>[number];

function callbackView({ callback, attempts }: History): JobCallback {
  return {
    callback_id: callback.id,
    status: callback.status === 'failed' ? 'callback_failed' : callback.status,
    created_at: callback.created_at.toISOString(),
    ...(callback.status === 'pending' ? { due_at: callback.due_at.toISOString() } : {}),
    attempts: attempts.map(({ number, started_at, duration_ms, status_code, error }) => ({
      number,
      started_at: started_at.toISOString(),
      duration_ms,
      ...(status_code === null ? {} : { status_code }),
      ...(error === null ? {} : { error }),
    })),
  };
}

const conflict = (what: string, message: string): SluiceError =>
  new SluiceError(`jobs/${what}`, { status: 409, message });

/** The body once more, from what is stored of the job. */
function bodyAgain(row: JobRow): { url: string; body: string } {
  if (row.callback_url === null) throw conflict('no-callback', 'job has no callback_url');
  if (row.status !== 'completed' && row.status !== 'failed') {
    throw conflict('not-ended', 'only the end of a completed or failed job can be told again');
  }
  const { status, results, error } = row;
  return { url: row.callback_url, body: callbackBody(row, { status, results, ...(error === null ? {} : { error }) }) };
}

/** Tells the end of a job once more, with attempts of its own. */
async function redeliver(database: Database, row: JobRow): Promise<{ id: string }> {
  const { url, body } = bodyAgain(row);
  const userId = row.callback_user_id;
  await requireCallbackSecret(database, userId);
  return database.transaction().execute(async (transaction) => {
    await transaction.updateTable('jobs').set({ callback_status: 'pending' }).where('id', '=', row.id).execute();
    return queueCallback(transaction, { jobId: row.id, url, userId, body, trace: storedTrace(row) });
  });
}

/** Handlers of what a job's callbacks are asked and told. */
export function callbackHandlers(lookup: JobLookup) {
  const { database } = lookup;
  const required = (request: HttpRequest) => requireJob(lookup, request.params.id ?? '', requireGrant(request));
  const list: RouteHandler = async (request) => {
    const { id } = await required(request);
    const callbacks = await orDatabaseError(listCallbacks(database, id));
    return jsonAnswer(200, { callbacks: callbacks.map(callbackView) });
  };
  const again: RouteHandler = async (request) => {
    const { id } = await redeliver(database, await required(request));
    return jsonAnswer(202, { callback_id: id });
  };
  return { listCallbacks: list, redeliverCallback: again };
}
