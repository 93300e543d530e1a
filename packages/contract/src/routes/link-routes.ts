import { Type } from 'typebox';
import type { Route } from '../route.ts';
import { path, query } from './row-parts.ts';

const jobId = path('Id of a job of a user: a random UUID, which is all that a viewer needs.');
const limited = '`Too Many Requests`: more than PUBLIC_RATE_LIMIT calls of this address in a minute; see `Retry-After`';
const gated =
  'With PUBLIC_PLAYBACK=false, what the gate says of the playback token that is missing or opens nothing here.';
const redirect = {
  302: { about: 'To an address that opens the file for PLAYBACK_URL_SECONDS, or twice the film if that is longer.' },
};
const playlist = { 200: { about: 'The playlist, every URI absolute.', contentType: 'application/vnd.apple.mpegurl' } };
const videoErrors = {
  403: gated,
  404: '`Video not found`: no such job of a user, taken back, or not ready',
  429: limited,
};

/** What users show to the world by the id of a job (LynxVizion contract §7). */
export const linkRoutes = {
  readPlaybackThumbnail: {
    method: 'GET',
    path: '/api/playback/thumbnail/{job_id}',
    room: 'images',
    family: 'identity',
    permission: 'link',
    cors: true,
    summary: 'The cover of a video, by the id of its job',
    parameters: { job_id: jobId },
    answers: redirect,
    errors: { ...videoErrors, 404: '`Thumbnail not found`' },
  },
  readPlaybackStream: {
    method: 'GET',
    path: '/api/playback/stream/{job_id}',
    room: 'images',
    family: 'identity',
    permission: 'link',
    cors: true,
    summary: 'The HLS playlist of a video, by the id of its job; `HEAD` tells whether there is one',
    parameters: { job_id: jobId },
    answers: playlist,
    errors: videoErrors,
  },
  readPlaybackPlaylist: {
    method: 'GET',
    path: '/api/playback/stream/{job_id}/{path+}',
    room: 'images',
    family: 'identity',
    permission: 'link',
    cors: true,
    summary: 'One of the playlists that it names, where the store signs the addresses in it',
    parameters: { job_id: jobId, path: path('Path below the asset, such as `video/r240_h264/playlist.m3u8`.') },
    answers: playlist,
    errors: videoErrors,
  },
  readPlaybackDirect: {
    method: 'GET',
    path: '/api/playback/direct',
    room: 'images',
    family: 'identity',
    permission: 'link-or-user',
    cors: true,
    summary: 'An MP4 file as it was uploaded: by the id of its job, or by its path with a credential',
    parameters: {
      job_id: query('Id of a job of a user; nothing else is needed.', Type.String()),
      key: query('Without `job_id`: path of one’s own file.', Type.String()),
      path: query('The same as `key`.', Type.String()),
    },
    answers: redirect,
    errors: {
      ...videoErrors,
      401: 'Without `job_id`: as on every route of users.',
      403: `\`Storage path does not belong to this user\`. ${gated}`,
      404: '`Video not found`: as above, or no MP4',
    },
  },
} as const satisfies Record<string, Route>;
