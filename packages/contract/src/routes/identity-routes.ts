import { Type } from 'typebox';
import {
  CreatedUserKey,
  ProviderEvent,
  UserContext,
  UserKeyBody,
  UserKeyPatch,
  UserKeyView,
} from '../identity-schemas.ts';
import type { Route } from '../route.ts';
import { json, path, userRefused } from './row-parts.ts';

const keysRefused = {
  ...userRefused,
  403: '`Interactive sign-in required`: LVZ_KEYS_REQUIRE_JWT is set and the caller showed an API key',
};
const noSuchKey = { 404: '`API key not found`; the same for a key of somebody else' };
const unreadable = { 422: 'What is wrong with the body, member by member.' };
const keyId = path('`id` of the key.');

/** Users, and the API keys that they make for themselves (LynxVizion contract §2, §4). */
export const identityRoutes = {
  readUserContext: {
    method: 'GET',
    path: '/api/auth/me',
    room: 'api',
    family: 'identity',
    permission: 'user',
    cors: 'listed',
    summary: 'Who is calling',
    parameters: {},
    answers: { 200: json('The user, and how they signed in.', UserContext) },
    errors: userRefused,
  },
  createUserKey: {
    method: 'POST',
    path: '/api/keys',
    room: 'api',
    family: 'identity',
    permission: 'user',
    cors: 'listed',
    summary: 'Make an API key; this answer alone shows it',
    parameters: {},
    body: { contentType: 'application/json', schema: UserKeyBody },
    answers: { 201: json('The key.', CreatedUserKey) },
    errors: { ...keysRefused, 409: '`API key limit reached`: 50 for each user', ...unreadable },
  },
  listUserKeys: {
    method: 'GET',
    path: '/api/keys',
    room: 'api',
    family: 'identity',
    permission: 'user',
    cors: 'listed',
    summary: 'One’s own API keys, newest first',
    parameters: {},
    answers: { 200: json('All of them.', Type.Array(UserKeyView)) },
    errors: keysRefused,
  },
  changeUserKey: {
    method: 'PATCH',
    path: '/api/keys/{key_id}',
    room: 'api',
    family: 'identity',
    permission: 'user',
    cors: 'listed',
    summary: 'Turn an API key off or on again, everywhere with the next request',
    parameters: { key_id: keyId },
    body: { contentType: 'application/json', schema: UserKeyPatch },
    answers: { 200: json('The key.', UserKeyView) },
    errors: { ...keysRefused, ...noSuchKey, ...unreadable },
  },
  deleteUserKey: {
    method: 'DELETE',
    path: '/api/keys/{key_id}',
    room: 'api',
    family: 'identity',
    permission: 'user',
    cors: 'listed',
    summary: 'Delete an API key for good',
    parameters: { key_id: keyId },
    answers: { 200: json('It is gone.', Type.Object({ ok: Type.Literal(true) })) },
    errors: { ...keysRefused, ...noSuchKey },
  },
  receiveProviderEvent: {
    method: 'POST',
    path: '/api/webhooks/clerk',
    room: 'api',
    family: 'identity',
    permission: 'webhook',
    cors: false,
    summary: 'What the identity provider tells of its users',
    parameters: {
      'svix-id': { in: 'header', schema: Type.String(), about: 'Id of the message.' },
      'svix-timestamp': { in: 'header', schema: Type.String(), about: 'Unix seconds, at most five minutes ago.' },
      'svix-signature': {
        in: 'header',
        schema: Type.String(),
        about: '`v1,<base64>`, several with spaces in between.',
      },
    },
    body: { contentType: 'application/json', schema: ProviderEvent },
    answers: { 200: json('It is heeded, or of no interest.', Type.Object({ ok: Type.Literal(true) })) },
    errors: {
      401: '`Invalid webhook signature`: it is not signed with CLERK_WEBHOOK_SECRET, or not within five minutes',
      ...unreadable,
    },
  },
} as const satisfies Record<string, Route>;
