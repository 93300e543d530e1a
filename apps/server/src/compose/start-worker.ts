import { join } from 'node:path';
import { createFfmpeg } from '../adapters/media/ffmpeg/create-ffmpeg.ts';
import { type JobNews, workOnJob } from '../features/jobs/index.ts';
import { createTempSpace } from '../platform/temp-space.ts';
import type { RunJob } from '../ports/film-job.ts';
import { defaultProcessingSettings, removeJobWork, runJob } from '../processing/index.ts';
import type { Base } from './open-base.ts';

export async function startWorker(base: Base, news: JobNews): Promise<void> {
  const { config, log, queue } = base;
  const media = await createFfmpeg({
    ffmpegPath: config.FFMPEG_PATH,
    ffprobePath: config.FFPROBE_PATH,
    mediaSandbox: config.MEDIA_SANDBOX,
    log,
  });
  const tempSpace = createTempSpace(join(config.DATA_DIR, 'scratch'));
  const settings = {
    ...defaultProcessingSettings,
    ladderCodecs: config.LADDER_CODECS,
    encryptionScheme: config.ENCRYPTION_SCHEME,
    segmentSeconds: config.SEGMENT_SECONDS,
    chunkSeconds: config.CHUNK_SECONDS,
    x264Preset: config.X264_PRESET,
    maxSourceBytes: config.MAX_FILE_SIZE,
  };
  const run: RunJob = (job, hooks) =>
    runJob(job, {
      ...hooks,
      media,
      source: base.source,
      mediaStore: base.media,
      tempSpace,
      settings,
      baseUrl: config.BASE_URL,
      log: log.child({ jobId: job.jobId }),
    });
  const workshop = {
    ...base,
    news,
    runJob: run,
    discardWork: (jobId: string) => removeJobWork(base.media, jobId),
    countAttempt: base.metrics.countTask,
  };
  await queue.work('default', config.WORKER_CONCURRENCY, (work) => workOnJob(workshop, work));
  await queue.work('large', config.LARGE_WORKER_CONCURRENCY, (work) => workOnJob(workshop, work));
}
