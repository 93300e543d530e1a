import { sql } from 'kysely';
import type { Database } from '../../../ports/database.ts';
import type { JobRow } from '../job-store.ts';
import { createdMicros, isBehind, type ListPosition } from '../list/list-cursor-sql.ts';

/** A job that makes something of a film, and what is known of its asset. */
export interface VideoRow
  extends Pick<
    JobRow,
    | 'id'
    | 'type'
    | 'hash'
    | 'source'
    | 'status'
    | 'progress'
    | 'error'
    | 'title'
    | 'source_bytes'
    | 'owner_id'
    | 'created_at'
    | 'updated_at'
  > {
  /** Seconds; null until there is a stream. */
  readonly duration: number | null;
  /** Pixels of the largest rendition, as height. */
  readonly width: number | null;
  readonly height: number | null;
  readonly created_micros: string;
}

const largest = (side: 'width' | 'height') =>
  sql<
    number | null
  >`(select max((rung ->> ${sql.lit(side)})::int) from jsonb_array_elements(assets.presentation -> 'video') rung)`;

const videos = (database: Database) =>
  database
    .selectFrom('jobs')
    .leftJoin('assets', 'assets.id', 'jobs.hash')
    .select([
      ...(['jobs.id', 'jobs.type', 'jobs.hash', 'jobs.source', 'jobs.status', 'jobs.progress'] as const),
      ...(['jobs.error', 'jobs.title', 'jobs.source_bytes', 'jobs.owner_id'] as const),
      ...(['jobs.created_at', 'jobs.updated_at'] as const),
      sql<number | null>`(assets.presentation ->> 'durationSeconds')::float8`.as('duration'),
      largest('width').as('width'),
      largest('height').as('height'),
      createdMicros.as('created_micros'),
    ])
    .where('jobs.type', 'like', 'video:%');

/** `id`: a UUID. */
export const loadVideo = (database: Database, id: string): Promise<VideoRow | undefined> =>
  videos(database).where('jobs.id', '=', id).executeTakeFirst();

/** Up to `limit` videos of a user, newest first, behind a position where one is given. */
export function listVideos(
  database: Database,
  ownerId: string,
  { after, limit }: { readonly after: ListPosition | null; readonly limit: number },
): Promise<readonly VideoRow[]> {
  const query = videos(database)
    .where('jobs.owner_id', '=', ownerId)
    .orderBy('jobs.created_at', 'desc')
    .orderBy('jobs.id', 'desc')
    .limit(limit);
  return (after === null ? query : query.where(isBehind(after))).execute();
}
