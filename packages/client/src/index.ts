export {
  type RefusalReason,
  refusalStatus,
  signImageUrl,
  signKeyToken,
  signOriginalUrl,
  signThumbUrl,
  verifyWebhook,
  webCrypto,
} from '@sluice/access';
export { ApiError, JobFailedError } from './api-error.ts';
export type { CallOptions, UploadOptions } from './call-options.ts';
export type { ConnectionOptions } from './connection.ts';
export { createClient, type SluiceClient, type UserClient } from './create-client.ts';
export type { Page } from './page.ts';
export type { JobFilter } from './shared-calls.ts';
export type { VideoDetails } from './upload-video.ts';
export type { FileFilter } from './user-file-calls.ts';
export type { WaitOptions } from './wait-for-job.ts';
export type { WatchOptions } from './watch-job.ts';
