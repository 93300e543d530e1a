import type { Transaction } from '../../../ports/database.ts';
import type { TraceContext } from '../../../ports/tracing.ts';
import { queueCallback } from '../../webhooks/index.ts';
import type { JobRow } from '../job-store.ts';
import { callbackBody, type JobEnd } from './callback-body.ts';

/** Has the end of a job told to the address that it named, if it named one. Part of the transaction that ends the job. */
export async function tellEnd(transaction: Transaction, row: JobRow, end: JobEnd, trace: TraceContext): Promise<void> {
  const { id: jobId, callback_url: url, callback_user_id: userId } = row;
  if (url !== null) await queueCallback(transaction, { jobId, url, userId, body: callbackBody(row, end), trace });
}

/** Shows on the job that it was told, or that telling it was given up. */
export async function recordToldEnd(transaction: Transaction, jobId: string, status: 'sent' | 'failed'): Promise<void> {
  await transaction
    .updateTable('jobs')
    .set({ callback_status: status === 'sent' ? 'sent' : 'callback_failed' })
    .where('id', '=', jobId)
    .execute();
}
