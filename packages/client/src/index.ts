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
export type { ConnectionOptions } from './connection.ts';
export { createClient, type SluiceClient, type UserClient } from './create-client.ts';
export type { JobFilter, UploadOptions } from './shared-calls.ts';
export type { WaitOptions } from './wait-for-job.ts';
export type { WatchOptions } from './watch-job.ts';
