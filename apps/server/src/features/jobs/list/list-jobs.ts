import type { JobList } from '@sluice/contract';
import type { Database } from '../../../ports/database.ts';
import { jobSummary } from '../job-view.ts';
import { formatCursor } from './list-cursor.ts';
import { createdMicros, isBehind } from './list-cursor-sql.ts';
import type { ListQuery } from './parse-list-query.ts';

function select(database: Database, { status, type, hash, after, limit }: ListQuery, ownerId: string | null) {
  let query = database
    .selectFrom('jobs')
    .selectAll()
    .select(createdMicros.as('created_micros'))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    // One more tells whether there is a next page.
    .limit(limit + 1);
  if (ownerId !== null) query = query.where('owner_id', '=', ownerId);
  if (status !== null) query = query.where('status', '=', status);
  if (type !== null) query = query.where('type', '=', type);
  if (hash !== null) query = query.where('hash', '=', hash);
  if (after !== null) query = query.where(isBehind(after));
  return query;
}

/** One page, newest first, of the jobs of one owner or, for null, of everybody. Jobs that are created meanwhile appear on no later page and shift nothing. */
export async function listJobs(database: Database, query: ListQuery, ownerId: string | null): Promise<JobList> {
  const found = await select(database, query, ownerId).execute();
  const rows = found.slice(0, query.limit);
  const last = found.length > query.limit ? rows.at(-1) : undefined;
  return {
    jobs: rows.map(jobSummary),
    next_cursor: last === undefined ? null : formatCursor({ createdMicros: last.created_micros, id: last.id }),
  };
}
