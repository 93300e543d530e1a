import { dataAnswer, goneAnswer } from '../../platform/video-api/data-answer.ts';
import { queryOf, readPage } from '../../platform/video-api/read-page.ts';
import { videoErrors } from '../../platform/video-api/video-error.ts';
import { requireVideoId } from '../../platform/video-api/video-id.ts';
import type { Database, Transaction } from '../../ports/database.ts';
import { type HttpRequest, type RouteHandler, requireTokenCaller } from '../../ports/http-exchange.ts';
import { announceLive, changeLiveStatus, completeLiveStream } from './live-states.ts';
import {
  deleteLiveStream,
  findLiveStream,
  insertLiveStream,
  isBroadcastTo,
  type LiveStreamFilter,
  type LiveStreamRecord,
  listLiveStreams,
  lockLiveStream,
} from './live-stream-store.ts';
import { liveStreamView } from './live-stream-view.ts';
import { readLiveStream } from './read-live-stream.ts';
import { askToEndRecording } from './recordings/recording-store.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const statuses = ['idle', 'active', 'disabled'] as const;

function readFilter({ rawTarget }: HttpRequest): LiveStreamFilter {
  const query = queryOf(rawTarget);
  const given = query.get('status');
  const status = statuses.find((each) => each === given) ?? null;
  if (given !== null && status === null) throw videoErrors.invalid(`status must be one of ${statuses.join(', ')}.`);
  const streamKey = query.get('stream_key');
  if (streamKey !== null && !uuid.test(streamKey)) throw videoErrors.invalid('stream_key must be a UUID.');
  return { ...readPage(rawTarget), status, streamKey };
}

export const environmentOf = (request: HttpRequest): string => requireTokenCaller(request).environment.id;
export const streamIdOf = ({ params }: HttpRequest): string => requireVideoId(params.LIVE_STREAM_ID);

/** The stream that a request names, which stays as it is until the transaction ends. @throws {SluiceError} 404. */
export async function requireLiveStream(transaction: Transaction, request: HttpRequest): Promise<LiveStreamRecord> {
  const stream = await lockLiveStream(transaction, environmentOf(request), streamIdOf(request));
  if (stream === null) throw videoErrors.notFound();
  return stream;
}

/** Handlers of live streams themselves (Mux contract §11.3). */
export function liveStreamHandlers(database: Database) {
  const changing =
    (change: (transaction: Transaction, stream: LiveStreamRecord) => Promise<void>): RouteHandler =>
    (request) =>
      database.transaction().execute(async (transaction) => {
        await change(transaction, await requireLiveStream(transaction, request));
        return dataAnswer(200, {});
      });

  const create: RouteHandler = (request) =>
    database.transaction().execute(async (transaction) => {
      const { fields, policies } = readLiveStream(request.bodyBytes);
      const stream = await insertLiveStream(transaction, environmentOf(request), fields, policies);
      await announceLive(transaction, 'created', stream);
      return dataAnswer(201, liveStreamView(stream));
    });

  const list: RouteHandler = async (request) => {
    const streams = await listLiveStreams(database, environmentOf(request), readFilter(request));
    return dataAnswer(200, streams.map(liveStreamView));
  };

  const read: RouteHandler = async (request) => {
    const stream = await findLiveStream(database, environmentOf(request), streamIdOf(request));
    if (stream === null) throw videoErrors.notFound();
    return dataAnswer(200, liveStreamView(stream));
  };

  const remove: RouteHandler = (request) =>
    database.transaction().execute(async (transaction) => {
      const stream = await requireLiveStream(transaction, request);
      if (await isBroadcastTo(transaction, stream.id)) {
        throw videoErrors.invalid('A broadcast of a space names the live stream: delete that first.');
      }
      await deleteLiveStream(transaction, stream.id);
      await announceLive(transaction, 'deleted', stream);
      return goneAnswer;
    });

  return {
    createLiveStream: create,
    listLiveStreams: list,
    readLiveStream: read,
    deleteLiveStream: remove,
    completeLiveStream: changing((transaction, stream) =>
      completeLiveStream(transaction, stream.environment_id, stream.id),
    ),
    disableLiveStream: changing(async (transaction, stream) => {
      await askToEndRecording(transaction, stream.id);
      await changeLiveStatus(transaction, stream, 'disabled', 'disabled');
    }),
    enableLiveStream: changing(async (transaction, stream) => {
      if (stream.status === 'disabled') await changeLiveStatus(transaction, stream, 'idle', 'enabled');
    }),
  };
}
