import type { JobList } from '@sluice/contract';
import { sql } from 'kysely';
import type { Database } from '../../../ports/database.ts';
import { jobSummary } from '../job-view.ts';
import { formatCursor, type ListPosition } from './list-cursor.ts';
import type { ListQuery } from './parse-list-query.ts';

const momentOf = ({ createdMicros }: ListPosition) =>
  sql<Date>`timestamptz 'epoch' + ${createdMicros}::bigint * interval '1 microsecond'`;

/** The microseconds themselves: a `Date` would cut them off, and a page would begin in the middle of a millisecond. */
const micros = sql<string>`(extract(epoch from created_at) * 1000000)::bigint::text`;

function select(database: Database, { status, type, hash, after, limit }: ListQuery, ownerId: string | null) {
  let query = database
    .selectFrom('jobs')
    .selectAll()
    .select(micros.as('created_micros'))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    // One more tells whether there is a next page.
    .limit(limit + 1);
  if (ownerId !== null) query = query.where('owner_id', '=', ownerId);
  if (status !== null) query = query.where('status', '=', status);
  if (type !== null) query = query.where('type', '=', type);
  if (hash !== null) query = query.where('hash', '=', hash);
  if (after !== null) query = query.where(sql<boolean>`(created_at, id) < (${momentOf(after)}, ${after.id}::uuid)`);
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
