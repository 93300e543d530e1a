import { join } from 'node:path';
import { MacKey } from '@sluice/access';
import { nodeCrypto } from '../adapters/crypto/node.ts';
import { createFfmpeg } from '../adapters/media/ffmpeg/create-ffmpeg.ts';
import { type JobNews, recordToldEnd, workOnJob } from '../features/jobs/index.ts';
import {
  type CallbackCourier,
  createCallbackCourier,
  createCallbackSender,
  createEventSender,
  loadUserSecret,
  loadWebhookSecrets,
} from '../features/webhooks/index.ts';
import { createTempSpace, sweepTempSpace } from '../platform/temp-space.ts';
import type { JobRequest, RunJob } from '../ports/film-job.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { SluiceError } from '../ports/sluice-error.ts';
import type { Tracing } from '../ports/tracing.ts';
import { defaultProcessingSettings, removeJobWork, runJob } from '../processing/index.ts';
import { safeFetchOf } from './networks.ts';
import type { Base, Closing } from './open-base.ts';
import type { Storage } from './open-storage.ts';

/** Sends what jobs and environments have to tell, from every process that may end one. */
function openCourier(base: Base, tracing: Tracing, closings: Closing[]): CallbackCourier {
  const { clock, config, database, keyEncryption, log, metrics } = base;
  const parts = { crypto: nodeCrypto(), fetch: safeFetchOf(config) };
  const secretOf = async (userId: string): Promise<MacKey | null> => {
    const secret = await loadUserSecret(database, keyEncryption, userId);
    return secret === null ? null : MacKey.fromText(secret);
  };
  const sendEnd = createCallbackSender({ ...parts, secret: MacKey.fromText(config.WEBHOOK_SECRET), secretOf });
  const loadSecrets = (id: string) => loadWebhookSecrets(database, keyEncryption, id);
  const sendEvent = createEventSender({ ...parts, clock, loadSecrets });
  const courier = createCallbackCourier({
    database,
    send: (callback) => (callback.webhookId === null ? sendEnd(callback) : sendEvent(callback)),
    recordEnd: recordToldEnd,
    countAttempt: metrics.countCallbackAttempt,
    tracing,
    log,
  });
  courier.start();
  closings.push(() => courier.stop());
  return courier;
}

/** The store of a job's source. Rejects where its provider was removed meanwhile. */
async function sourceOf({ providers }: Pick<Storage, 'providers'>, { provider }: JobRequest): Promise<ObjectStore> {
  const store = await providers.open(provider ?? 'source');
  if (store !== null) return store;
  const message = 'The provider of the source was removed: make it again, then retry the job.';
  throw new SluiceError('storage/provider-not-found', { status: 404, message });
}

export async function startWorker(
  base: Base,
  storage: Pick<Storage, 'providers'>,
  tracing: Tracing,
  news: JobNews,
  closings: Closing[],
): Promise<void> {
  const { config, log, queue } = base;
  const media = await createFfmpeg({
    ffmpegPath: config.FFMPEG_PATH,
    ffprobePath: config.FFPROBE_PATH,
    mediaSandbox: config.MEDIA_SANDBOX,
    log,
  });
  const scratch = join(config.DATA_DIR, 'scratch');
  // Now, not with the first film: what a killed worker left may be large.
  await sweepTempSpace(scratch);
  const tempSpace = createTempSpace(scratch);
  const settings = {
    ...defaultProcessingSettings,
    ladderCodecs: config.LADDER_CODECS,
    encryptionScheme: config.ENCRYPTION_SCHEME,
    segmentSeconds: config.SEGMENT_SECONDS,
    chunkSeconds: config.CHUNK_SECONDS,
    measuresQuality: config.QUALITY_FIGURES,
    x264Preset: config.X264_PRESET,
    maxSourceBytes: config.MAX_FILE_SIZE,
    maxPictureBytes: config.IMAGE_MAX_SOURCE_SIZE,
  };
  const run: RunJob = async (job, hooks) =>
    runJob(job, {
      ...hooks,
      media,
      images: base.images.engine,
      source: await sourceOf(storage, job),
      mediaStore: base.media,
      tempSpace,
      settings,
      baseUrl: config.BASE_URL,
      log: log.child({ jobId: job.jobId }),
    });
  const courier = openCourier(base, tracing, closings);
  const workshop = {
    ...base,
    tracing,
    wakeCourier: courier.wake,
    news,
    runJob: run,
    discardWork: (jobId: string) => removeJobWork(base.media, jobId),
    countAttempt: base.metrics.countTask,
  };
  await queue.work('default', config.WORKER_CONCURRENCY, (work) => workOnJob(workshop, work));
  await queue.work('large', config.LARGE_WORKER_CONCURRENCY, (work) => workOnJob(workshop, work));
}
