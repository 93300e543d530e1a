import type { JobAccepted, JobSummary, JobView, ProgressDetail } from '@sluice/contract';
import type { JobRow } from './job-store.ts';

/** RFC 3339 with whole seconds (Vylux contract §7.6). */
const wholeSeconds = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`;

/** A job in a list: empty fields are left out. */
export function jobSummary(row: JobRow): JobSummary {
  return {
    job_id: row.id,
    type: row.type,
    hash: row.hash,
    status: row.status,
    progress: row.progress,
    ...(row.progress_detail === null ? {} : { progress_detail: row.progress_detail as unknown as ProgressDetail }),
    callback_status: row.callback_status,
    ...(row.retry_of_job_id === null ? {} : { retry_of_job_id: row.retry_of_job_id }),
    ...(row.error === null || row.error === '' ? {} : { error: row.error }),
    created_at: wholeSeconds(row.created_at),
    updated_at: wholeSeconds(row.updated_at),
  };
}

/** Answer of `GET /api/jobs/{id}` (Vylux contract §7.6). */
export function jobView(row: JobRow): JobView {
  return { ...jobSummary(row), ...(row.results === null ? {} : { results: row.results }) };
}

/** Answer of `POST /api/jobs` for an equal job: with results and without id once it is completed (§7.4). */
export function duplicateView(row: JobRow): JobAccepted {
  const { id, hash, status } = row;
  if (status === 'completed') return { job_id: null, hash, status, results: row.results };
  return { job_id: id, hash, status };
}
