import type { Route } from '../route.ts';
import { json, path } from './row-parts.ts';

/** What clients of spaces call beside their WebSocket (Mux contract §5.7). */
export const realtimeRoutes = {
  submitScore: {
    method: 'POST',
    path: '/helios/v1/submit_acr/{token}',
    room: 'api',
    family: 'video',
    permission: 'space-token',
    cors: true,
    summary: 'Score the quality of a call, from 1 to 5',
    parameters: { token: path('The JWT that the space was joined with.') },
    body: { contentType: 'text/plain' },
    answers: { 200: json('It was counted.', undefined) },
    errors: { 400: 'The body is no score.', 401: 'The token does not open the space.' },
  },
} as const satisfies Record<string, Route>;
