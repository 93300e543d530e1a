import { Type } from 'typebox';
import type { Route } from '../route.ts';
import { RegisterUploadBody, VideoList, VideoView } from '../video-schemas.ts';
import { json, ownerRefused, path, query, userRefused } from './row-parts.ts';

const jobId = path('`job_id` of the video.');
const oneVideo = { ...userRefused, ...ownerRefused, 404: '`Video not found`' };

/** The videos of users: their files and what was made of them. */
export const videoRoutes = {
  listVideos: {
    method: 'GET',
    path: '/api/videos',
    room: 'api',
    family: 'identity',
    permission: 'user',
    cors: 'listed',
    summary: 'One’s own videos, newest first',
    parameters: {
      limit: query('Videos on a page; default 50.', Type.Integer({ minimum: 1, maximum: 200 })),
      cursor: query('`next_cursor` of the page before.', Type.String()),
    },
    answers: { 200: json('One page.', VideoList) },
    errors: { ...userRefused, 422: 'What is wrong with the query.' },
  },
  registerUpload: {
    method: 'POST',
    path: '/api/videos/register-upload',
    room: 'api',
    family: 'identity',
    permission: 'user',
    cors: 'listed',
    summary: 'Make a video of a file that was uploaded',
    parameters: {},
    body: { contentType: 'application/json', schema: RegisterUploadBody },
    answers: { 201: json('The video, queued.', VideoView) },
    errors: {
      ...userRefused,
      403: '`Storage path does not belong to this user`',
      404: '`File not found`',
      409: '`Video already exists`: its `job_id` is taken',
      413: '`source file exceeds MAX_FILE_SIZE (N bytes)`',
      422: 'What is wrong with the body, member by member.',
      429: `${userRefused[429]}; \`Too Many Requests\`, counted with \`POST /api/jobs\``,
    },
  },
  readVideo: {
    method: 'GET',
    path: '/api/videos/{job_id}',
    room: 'api',
    family: 'identity',
    permission: 'user',
    cors: 'listed',
    summary: 'One video',
    parameters: { job_id: jobId },
    answers: { 200: json('The video.', VideoView) },
    errors: oneVideo,
  },
  deleteVideo: {
    method: 'DELETE',
    path: '/api/videos/{job_id}',
    room: 'api',
    family: 'identity',
    permission: 'user',
    cors: 'listed',
    summary: 'Remove everything that was made of a video, its jobs and tokens; the file stays',
    parameters: { job_id: jobId },
    answers: { 200: json('It is gone.', Type.Object({ ok: Type.Literal(true) })) },
    errors: oneVideo,
  },
} as const satisfies Record<string, Route>;
