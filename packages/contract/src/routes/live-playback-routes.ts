import { Type } from 'typebox';
import type { Route } from '../route.ts';
import { path, query } from './row-parts.ts';

/** Where players find live streams (Mux contract §12.2). */
export const livePlaybackRoutes = {
  playLiveStream: {
    method: 'GET',
    path: '/{PLAYBACK_ID}.m3u8',
    room: 'api',
    family: 'video',
    permission: 'playback-id',
    cors: true,
    summary: 'Play a live stream: leads to the multivariant playlist of what is recorded of it now',
    parameters: {
      PLAYBACK_ID: path('Id that the live stream is played by.'),
      token: query('A JWT with `aud` `v` and the playback id as `sub`, where its policy is `signed`.', Type.String()),
    },
    answers: { 302: { about: 'The playlist, behind the gate; a JWT has become a playback token in its path.' } },
    errors: {
      400: '`invalid_parameters`: no playback id, or a token with a public one',
      403: '`forbidden`: the token is missing, wrong or over',
      404: '`not_found`: no live stream has this playback id',
      412: '`invalid_parameters`: the live stream is not active',
    },
  },
} as const satisfies Record<string, Route>;
