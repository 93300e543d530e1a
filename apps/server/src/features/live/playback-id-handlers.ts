import { PlaybackIdBody } from '@sluice/contract';
import { dataAnswer, goneAnswer } from '../../platform/video-api/data-answer.ts';
import { readVideoBody } from '../../platform/video-api/read-video-body.ts';
import { videoErrors } from '../../platform/video-api/video-error.ts';
import { requireVideoId } from '../../platform/video-api/video-id.ts';
import type { Database, Transaction } from '../../ports/database.ts';
import type { HttpRequest, RouteHandler } from '../../ports/http-exchange.ts';
import { requireLiveStream } from './live-handlers.ts';
import { announceLive } from './live-states.ts';
import { deletePlaybackId, insertPlaybackId, type LiveStreamRecord, type PlaybackIdRow } from './live-stream-store.ts';
import { playbackIdView } from './live-stream-view.ts';

interface Named {
  readonly stream: LiveStreamRecord;
  readonly playbackId: PlaybackIdRow;
}

async function requirePlaybackId(transaction: Transaction, request: HttpRequest): Promise<Named> {
  const id = requireVideoId(request.params.PLAYBACK_ID);
  const stream = await requireLiveStream(transaction, request);
  const playbackId = stream.playbackIds.find((each) => each.id === id);
  if (playbackId === undefined) throw videoErrors.notFound();
  return { stream, playbackId };
}

/** Handlers of what a live stream is played by (Mux contract §11.3). */
export function livePlaybackIdHandlers(database: Database) {
  const create: RouteHandler = (request) =>
    database.transaction().execute(async (transaction) => {
      const { policy = 'public' } = readVideoBody(PlaybackIdBody, request.bodyBytes);
      const stream = await requireLiveStream(transaction, request);
      const made = await insertPlaybackId(transaction, stream.id, policy);
      await announceLive(transaction, 'updated', { ...stream, playbackIds: [...stream.playbackIds, made] });
      return dataAnswer(201, playbackIdView(made));
    });

  const read: RouteHandler = (request) =>
    database.transaction().execute(async (transaction) => {
      const { playbackId } = await requirePlaybackId(transaction, request);
      return dataAnswer(200, playbackIdView(playbackId));
    });

  const remove: RouteHandler = (request) =>
    database.transaction().execute(async (transaction) => {
      const { stream, playbackId } = await requirePlaybackId(transaction, request);
      await deletePlaybackId(transaction, playbackId.id);
      const playbackIds = stream.playbackIds.filter(({ id }) => id !== playbackId.id);
      await announceLive(transaction, 'updated', { ...stream, playbackIds });
      return goneAnswer;
    });

  return { createLivePlaybackId: create, readLivePlaybackId: read, deleteLivePlaybackId: remove };
}
