import type { RegisterUploadBody, VideoList, VideoView } from '@sluice/contract';
import type { CallOptions } from './call-options.ts';
import type { Connection } from './connection.ts';
import { orNull } from './or-null.ts';
import type { Page } from './page.ts';
import { queryOf } from './query-of.ts';

/** One's own videos: jobs on films, with what is known of what they made. */
export interface UserVideoCalls {
  /** Makes a video of a file that is there. */
  registerUpload(body: RegisterUploadBody, options?: CallOptions): Promise<VideoView>;
  /** One page, newest first: 50 videos unless told, 200 at most. */
  listVideos(page?: Page, options?: CallOptions): Promise<VideoList>;
  /** Null when there is no such video. */
  findVideo(jobId: string, options?: CallOptions): Promise<VideoView | null>;
  /** Removes everything that was made of a video, its jobs and tokens; the file stays. */
  deleteVideo(jobId: string, options?: CallOptions): Promise<void>;
}

const VIDEOS = '/api/videos';
const videoPath = (jobId: string): string => `${VIDEOS}/${encodeURIComponent(jobId)}`;

export function createUserVideoCalls(send: Connection['send']): UserVideoCalls {
  return {
    registerUpload: (json, { signal } = {}) =>
      send({ method: 'POST', path: `${VIDEOS}/register-upload`, json, signal }),
    listVideos: (page = {}, { signal } = {}) =>
      send({ method: 'GET', path: `${VIDEOS}${queryOf({ ...page })}`, signal }),
    findVideo: (jobId, { signal } = {}) => orNull(send({ method: 'GET', path: videoPath(jobId), signal })),
    deleteVideo: async (jobId, { signal } = {}) =>
      void (await send({ method: 'DELETE', path: videoPath(jobId), signal })),
  };
}
