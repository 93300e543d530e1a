import { join } from 'node:path';
import { createFfmpeg } from '../adapters/media/ffmpeg/create-ffmpeg.ts';
import { type BroadcastRecordings, createBroadcastRecordings } from '../features/live/index.ts';
import { createBroadcastStates } from '../features/spaces/index.ts';
import { createTempSpace } from '../platform/temp-space.ts';
import { videoErrors } from '../platform/video-api/video-error.ts';
import type { MediaTool } from '../ports/media-tool.ts';
import type { Sfu } from '../ports/sfu.ts';
import type { SpaceStage } from '../ports/space-stage.ts';
import { createProgrammeStudio } from '../processing/index.ts';
import { safeFetchOf } from './networks.ts';
import type { Base } from './open-base.ts';
import { broadcastParts } from './open-video-api.ts';

const PICTURE_TIMEOUT_MS = 10_000;
const MAX_PICTURE_BYTES = 20 * 1024 * 1024;

/** ffmpeg, looked for when it is first needed: a process without broadcasts does without. */
function lateFfmpeg({ config, log }: Base): () => Promise<MediaTool> {
  let found: Promise<MediaTool> | undefined;
  return () => {
    found ??= createFfmpeg({
      ...{ ffmpegPath: config.FFMPEG_PATH, ffprobePath: config.FFPROBE_PATH },
      ...{ mediaSandbox: config.MEDIA_SANDBOX, log },
    });
    found.catch(() => {
      found = undefined;
    });
    return found;
  };
}

function pictureFetch({ config }: Base): (url: string) => Promise<Uint8Array> {
  const fetch = safeFetchOf(config);
  const limits = { timeoutMs: PICTURE_TIMEOUT_MS, maxAnswerBytes: MAX_PICTURE_BYTES };
  return async (url) => {
    const answer = await fetch({ url, method: 'GET', headers: { accept: 'image/*' }, ...limits }).catch(() => null);
    if (answer?.status !== 200) throw videoErrors.invalid('The background could not be fetched.');
    return answer.bytes;
  };
}

/** Programmes of the spaces that `holder`, this process, runs, and the closing of what others left. */
export function openBroadcasts(base: Base, holder: string, sfu: Sfu, stage: SpaceStage): BroadcastRecordings {
  const { config, database, directory, log, media: store } = base;
  const settings = {
    frameRate: config.BROADCAST_FRAME_RATE,
    segmentSeconds: config.BROADCAST_SEGMENT_SECONDS,
    rungs: config.BROADCAST_RUNGS,
    x264Preset: config.BROADCAST_X264_PRESET,
    maxProgrammes: config.BROADCAST_LIMIT,
  };
  const tempSpace = createTempSpace(join(config.DATA_DIR, 'scratch'));
  const studio = createProgrammeStudio({ media: lateFfmpeg(base), sfu, store, tempSpace, settings, log });
  const recordings = createBroadcastRecordings({
    ...{ database, directory, studio, stage, log },
    holder,
    fetchPicture: pictureFetch(base),
    onEnded: ({ environmentId, spaceId, broadcastId }) =>
      createBroadcastStates(broadcastParts(base, recordings.control)).ended(environmentId, spaceId, broadcastId),
  });
  return recordings;
}
