import { sql } from 'kysely';
import type { ListPosition } from './list-cursor.ts';

export type { ListPosition } from './list-cursor.ts';

/** When a job was created. The microseconds themselves: a `Date` would cut them off, and a page would begin in the middle of a millisecond. */
export const createdMicros = sql<string>`(extract(epoch from jobs.created_at) * 1000000)::bigint::text`;

/** Whether a job stands behind this position in a list that begins with the newest. */
export const isBehind = ({ createdMicros: micros, id }: ListPosition) =>
  sql<boolean>`(jobs.created_at, jobs.id) < (timestamptz 'epoch' + ${micros}::bigint * interval '1 microsecond', ${id}::uuid)`;
