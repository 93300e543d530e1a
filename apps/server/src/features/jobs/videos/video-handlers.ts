import { type VideoList, VideoListQuery, type VideoView } from '@sluice/contract';
import { type HttpRequest, jsonAnswer, noStore, type RouteHandler } from '../../../ports/http-exchange.ts';
import type { ObjectStore } from '../../../ports/object-store.ts';
import {
  identityErrors,
  isJobId,
  readUserQuery,
  requireCaller,
  requireGrant,
  requireOwnership,
} from '../../identity/index.ts';
import { createJobs, type JobCreation } from '../create-job.ts';
import { formatCursor, parseCursor } from '../list/list-cursor.ts';
import { parseRegistration } from './parse-registration.ts';
import { listVideos, loadVideo, type VideoRow } from './video-store.ts';
import { videoView } from './video-view.ts';

/** What the routes of videos are made of. */
export interface VideoDesk extends JobCreation {
  /** Where the files of users are. */
  readonly source: ObjectStore;
  /** Removes all that was made of an asset. */
  readonly removeMedia: (assetId: string) => Promise<void>;
  readonly publicUrl: () => string;
}

const DEFAULT_LIMIT = 50;
function positionOf(cursor: string | undefined) {
  if (cursor === undefined) return null;
  const position = parseCursor(cursor);
  if (position !== null) return position;
  throw identityErrors.invalidBody([{ loc: ['query', 'cursor'], msg: 'It is not one of ours.', type: 'value' }]);
}

/** Handlers of `/api/videos`. */
export function videoHandlers(desk: VideoDesk) {
  const { database, clock, source, publicUrl } = desk;
  const view = (row: VideoRow, ownerId: string): VideoView => videoView(row, ownerId, publicUrl());

  async function required(request: HttpRequest): Promise<VideoRow> {
    const id = request.params.job_id ?? '';
    const row = isJobId(id) ? await loadVideo(database, id) : undefined;
    if (row === undefined) throw identityErrors.notFound('Video');
    requireOwnership(requireGrant(request), row.owner_id, clock);
    return row;
  }

  const list: RouteHandler = async (request) => {
    const { userId } = requireCaller(request);
    const { limit: text, cursor } = readUserQuery(VideoListQuery, request.rawTarget);
    const limit = text === undefined ? DEFAULT_LIMIT : Number(text);
    // One more tells whether there is a next page.
    const found = await listVideos(database, userId, { after: positionOf(cursor), limit: limit + 1 });
    const rows = found.slice(0, limit);
    const last = found.length > limit ? rows.at(-1) : undefined;
    const page: VideoList = {
      videos: rows.map((row) => view(row, userId)),
      next_cursor: last === undefined ? null : formatCursor({ createdMicros: last.created_micros, id: last.id }),
    };
    return jsonAnswer(200, page, noStore);
  };

  const read: RouteHandler = async (request) =>
    jsonAnswer(200, view(await required(request), requireCaller(request).userId), noStore);

  const remove: RouteHandler = async (request) => {
    await desk.removeMedia((await required(request)).hash);
    return jsonAnswer(200, { ok: true }, noStore);
  };

  const register: RouteHandler = async (request) => {
    const { userId, grant } = requireCaller(request);
    const { order, name } = parseRegistration(request.bodyBytes, grant);
    if ((await source.head(order.source)) === null) throw identityErrors.notFound('File');
    // Of the jobs that back ends order the deployment says who sees them; what users bring in is theirs first.
    const creation: JobCreation = { ...desk, defaultAccess: 'protected' };
    await createJobs(creation, [order], { trace: request.trace, retryOfJobId: null, grant, name });
    const row = await loadVideo(database, name.id);
    if (row === undefined) throw identityErrors.notFound('Video');
    return jsonAnswer(201, view(row, userId), noStore);
  };

  return { listVideos: list, readVideo: read, deleteVideo: remove, registerUpload: register };
}
