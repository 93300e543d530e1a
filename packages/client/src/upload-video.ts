import type { RegisterUploadBody, VideoView } from '@sluice/contract';
import type { UploadOptions } from './call-options.ts';
import type { Connection } from './connection.ts';
import type { UserFileCalls } from './user-file-calls.ts';
import type { UserVideoCalls } from './user-video-calls.ts';

/** What a video is registered with besides its file. */
export type VideoDetails = Omit<RegisterUploadBody, 'storage_path' | 'file_path'>;

/** What it takes to bring a video. */
type UploadSteps = Pick<UserFileCalls, 'createUploadUrl'> &
  Pick<Connection, 'putFile'> &
  Pick<UserVideoCalls, 'registerUpload'>;

/** Stores a file by a URL for it, then makes a video of it. */
export async function uploadVideo(
  { createUploadUrl, putFile, registerUpload }: UploadSteps,
  path: string,
  file: Blob,
  details: VideoDetails = {},
  options: UploadOptions = {},
): Promise<VideoView> {
  const { upload_url: url, headers, storage_path: storagePath } = await createUploadUrl({ file_path: path }, options);
  await putFile({ url, file, headers }, options);
  return registerUpload({ ...details, storage_path: storagePath }, options);
}
