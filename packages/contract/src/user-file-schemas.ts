import { type Static, Type } from 'typebox';
import { userTimestamp } from './user-timestamp.ts';

const expiresIn = Type.Integer({ description: 'Seconds for which the URL is good.' });

/** Body of `POST /api/storage/upload-url`. Members that are not named here are ignored. */
export const UploadUrlBody = Type.Object({
  file_path: Type.String({
    description:
      'Where the file is to be; below `users/<your id>/` where it starts with neither `users/` nor `results/`.',
  }),
  content_type: Type.Optional(Type.String({ description: 'Not kept: the name of a file says what it is.' })),
});
export type UploadUrlBody = Static<typeof UploadUrlBody>;

/** Answer of `POST /api/storage/upload-url`. */
export const UploadUrl = Type.Object({
  upload_url: Type.String({ description: 'Takes the bytes without a credential.' }),
  method: Type.Literal('PUT'),
  headers: Type.Record(Type.String(), Type.String(), {
    description: 'Header fields that the `PUT` has to have; empty for most stores.',
  }),
  storage_path: Type.String({ description: 'Where the file will be.' }),
  expires_in: expiresIn,
});
export type UploadUrl = Static<typeof UploadUrl>;

/** Query of routes that take one file. */
export const FileUrlQuery = Type.Object({ key: Type.String() });

/** Answer of `GET /api/storage/download-url`. */
export const DownloadUrl = Type.Object({
  download_url: Type.String({ description: 'Gives the bytes without a credential.' }),
  storage_path: Type.String(),
  expires_in: expiresIn,
});
export type DownloadUrl = Static<typeof DownloadUrl>;

/** Query of `GET /api/storage/files`. */
export const FilesQuery = Type.Object({
  prefix: Type.Optional(Type.String()),
  limit: Type.Optional(Type.String({ pattern: '^([1-9]\\d{0,2}|1000)$' })),
  cursor: Type.Optional(Type.String()),
});

/** One page of a user's files, by path. */
export const FileList = Type.Object({
  files: Type.Array(
    Type.Object({
      storage_path: Type.String(),
      size: Type.Integer({ description: 'Bytes.' }),
      last_modified: userTimestamp,
    }),
  ),
  next_cursor: Type.Union([Type.String(), Type.Null()], { description: 'Null on the last page.' }),
});
export type FileList = Static<typeof FileList>;
