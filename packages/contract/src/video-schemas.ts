import { type Static, Type } from 'typebox';
import { jobStatuses } from './job-schemas.ts';
import { userTimestamp } from './user-timestamp.ts';

const orNull = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S, description: string) =>
  Type.Union([schema, Type.Null()], { description });

/** A video of a user: a job on one of their files, with what is known of what it made. */
export const VideoView = Type.Object({
  job_id: Type.String({ format: 'uuid' }),
  user_id: Type.String({ format: 'uuid' }),
  title: orNull(Type.String(), 'As it was registered.'),
  type: Type.String({ description: '`video:full`, `video:transcode`, `video:preview` or `video:cover`.' }),
  asset_id: Type.String({ description: 'Id of what was made, in `/stream/{hash}/` and `/v/{aid}/`.' }),
  storage_path: orNull(Type.String(), 'The file; null where it is the operator’s.'),
  status: Type.Enum([...jobStatuses]),
  progress: Type.Integer({ minimum: 0, maximum: 100, description: 'Percent.' }),
  duration: orNull(Type.Number(), 'Seconds; null until there is a stream, as width and height.'),
  width: orNull(Type.Integer(), 'Pixels of the largest rendition.'),
  height: orNull(Type.Integer(), 'Pixels of the largest rendition.'),
  size: orNull(Type.Integer(), 'Bytes of the file when the job was made.'),
  stream_url: Type.String({ description: 'HLS playlist; 404 until it is there.' }),
  direct_url: Type.String(),
  thumbnail_url: Type.String(),
  error: orNull(Type.String(), 'Why it failed.'),
  created_at: userTimestamp,
  updated_at: userTimestamp,
});
export type VideoView = Static<typeof VideoView>;

/** One page, newest first. */
export const VideoList = Type.Object({
  videos: Type.Array(VideoView),
  next_cursor: orNull(Type.String(), 'Null on the last page.'),
});
export type VideoList = Static<typeof VideoList>;

/** Query of `GET /api/videos`. */
export const VideoListQuery = Type.Object({
  limit: Type.Optional(Type.String({ pattern: '^([1-9]|[1-9]\\d|1\\d\\d|200)$' })),
  cursor: Type.Optional(Type.String()),
});

/** Body of `POST /api/videos/register-upload`. Members that are not named here are ignored. */
export const RegisterUploadBody = Type.Object({
  storage_path: Type.Optional(Type.String({ description: 'The file, as `upload-url` named it.' })),
  file_path: Type.Optional(Type.String({ description: 'The same under its other name; one of both.' })),
  job_id: Type.Optional(
    Type.String({
      pattern: '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-4[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$',
      description: 'A random UUID that is not taken; one is made where it is absent.',
    }),
  ),
  title: Type.Optional(Type.String({ maxLength: 200, pattern: '^[^\\u0000-\\u001f\\u007f]*$' })),
  type: Type.Optional(
    Type.Enum(['video:full', 'video:transcode', 'video:preview', 'video:cover'], {
      description: 'Default `video:full`.',
    }),
  ),
  options: Type.Optional(Type.Unknown({ description: 'As for `POST /api/jobs`.' })),
});
export type RegisterUploadBody = Static<typeof RegisterUploadBody>;
