import type { JobRow } from '../job-store.ts';

/** How a job ended. */
export interface JobEnd {
  readonly status: 'completed' | 'failed';
  readonly results: unknown;
  readonly error?: string;
}

/** Body of a webhook (Vylux contract §10): results where there are any, the error of a job that failed. */
export function callbackBody({ id, type, hash }: Pick<JobRow, 'id' | 'type' | 'hash'>, end: JobEnd): string {
  const { status, results, error } = end;
  return JSON.stringify({
    job_id: id,
    type,
    hash,
    status,
    ...(results === null ? {} : { results }),
    ...(error === undefined || error === '' ? {} : { error }),
  });
}
