import type { CreatedUserWebhookSecret, UserContext, UserWebhookSecret, VideoView } from '@sluice/contract';
import type { CallOptions, UploadOptions } from './call-options.ts';
import type { Connection } from './connection.ts';
import { orNull } from './or-null.ts';
import { uploadVideo, type VideoDetails } from './upload-video.ts';
import { createUserFileCalls, type UserFileCalls } from './user-file-calls.ts';
import { createUserKeyCalls, type UserKeyCalls } from './user-key-calls.ts';
import { createUserReportCalls, type UserReportCalls } from './user-report-calls.ts';
import { createUserVideoCalls, type UserVideoCalls } from './user-video-calls.ts';

/** What a user does for themselves. */
export interface UserCalls extends UserVideoCalls, UserFileCalls, UserKeyCalls, UserReportCalls {
  /** Who the credential says is calling. */
  whoAmI(options?: CallOptions): Promise<UserContext>;
  /** Makes the secret that callbacks of one's jobs are signed with. The answer is the only one that holds it. */
  renewWebhookSecret(options?: CallOptions): Promise<CreatedUserWebhookSecret>;
  /** Null where there is none. */
  findWebhookSecret(options?: CallOptions): Promise<UserWebhookSecret | null>;
  /** Ends it: callbacks fail until there is another. */
  deleteWebhookSecret(options?: CallOptions): Promise<void>;
  /**
   * Stores a file at `path`, straight where the service keeps it, and makes a video of it: `createUploadUrl`, the bytes,
   * `registerUpload`. Ended while the bytes are sent it leaves everything as it was.
   */
  uploadVideo(path: string, file: Blob, details?: VideoDetails, options?: UploadOptions): Promise<VideoView>;
}

const SECRET = '/api/webhook-secret';

export function createUserCalls({ send, putFile }: Connection): UserCalls {
  const files = createUserFileCalls(send);
  const videos = createUserVideoCalls(send);
  return {
    ...files,
    ...videos,
    ...createUserKeyCalls(send),
    ...createUserReportCalls(send),
    whoAmI: ({ signal } = {}) => send({ method: 'GET', path: '/api/auth/me', signal }),
    renewWebhookSecret: ({ signal } = {}) => send({ method: 'POST', path: SECRET, signal }),
    findWebhookSecret: ({ signal } = {}) => orNull(send({ method: 'GET', path: SECRET, signal })),
    deleteWebhookSecret: async ({ signal } = {}) => void (await send({ method: 'DELETE', path: SECRET, signal })),
    uploadVideo: (...upload) => uploadVideo({ ...files, ...videos, putFile }, ...upload),
  };
}
