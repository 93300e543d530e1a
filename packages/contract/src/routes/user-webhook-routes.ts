import { Type } from 'typebox';
import type { Route } from '../route.ts';
import { CreatedUserWebhookSecret, UserWebhookSecret } from '../user-webhook-schemas.ts';
import { json, userRefused } from './row-parts.ts';

const place = {
  path: '/api/webhook-secret',
  room: 'api',
  family: 'identity',
  permission: 'user',
  cors: 'listed',
} as const;
const none = { 404: '`Webhook secret not found`' };

/** What the callbacks of a user’s jobs are signed with. */
export const userWebhookRoutes = {
  renewUserWebhookSecret: {
    method: 'POST',
    ...place,
    summary: 'Make the secret that one’s own callbacks are signed with, in the place of the one before',
    parameters: {},
    answers: { 201: json('The secret; this answer alone shows it. It signs from now on.', CreatedUserWebhookSecret) },
    errors: userRefused,
  },
  readUserWebhookSecret: {
    method: 'GET',
    ...place,
    summary: 'Since when one’s own callbacks are signed with the present secret',
    parameters: {},
    answers: { 200: json('There is one.', UserWebhookSecret) },
    errors: { ...userRefused, ...none },
  },
  deleteUserWebhookSecret: {
    method: 'DELETE',
    ...place,
    summary: 'End one’s own secret: no callback is made until there is another',
    parameters: {},
    answers: { 200: json('It is gone.', Type.Object({ ok: Type.Literal(true) })) },
    errors: { ...userRefused, ...none },
  },
} as const satisfies Record<string, Route>;
