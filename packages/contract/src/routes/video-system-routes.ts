import type { Route } from '../route.ts';
import {
  CreatedVideoSigningKey,
  CreatedWebhook,
  VideoSigningKeyView,
  WebhookBody,
  WebhookPatch,
  WebhookView,
  WhoAmI,
} from '../video-api-schemas.ts';
import { path } from './row-parts.ts';
import { data, gone, page, pageQuery, videoInvalid, videoNamed, videoRefused, videoRow } from './video-parts.ts';

const row = { ...videoRow, scope: 'system' } as const;
const SIGNING_KEY_ID = path('Id of the key: the `kid` of what it signs.');
const WEBHOOK_ID = path('Id of the webhook.');

const createKey = {
  method: 'POST',
  summary: 'Make a key that signs JWTs; this answer alone shows it',
  parameters: {},
  answers: { 201: data('The key, its private half included.', CreatedVideoSigningKey) },
  errors: videoRefused,
} as const;
const listKeys = {
  method: 'GET',
  summary: 'Signing keys of the environment, newest first',
  parameters: pageQuery,
  answers: { 200: page('One page of them.', VideoSigningKeyView) },
  errors: videoInvalid,
} as const;
const readKey = {
  method: 'GET',
  summary: 'One signing key',
  parameters: { SIGNING_KEY_ID },
  answers: { 200: data('The key, without its private half.', VideoSigningKeyView) },
  errors: videoNamed,
} as const;
const deleteKey = {
  method: 'DELETE',
  summary: 'Delete a signing key; what it signed opens nothing from then on',
  parameters: { SIGNING_KEY_ID },
  answers: { 204: gone },
  errors: videoNamed,
} as const;

const keys = '/signing-keys';
const key = `${keys}/{SIGNING_KEY_ID}` as const;

/** Signing keys under both of their prefixes (Mux contract §7.1), webhooks and whose token it is (§14). */
export const videoSystemRoutes = {
  createVideoSigningKey: { ...row, ...createKey, scope: 'video', path: `/video/v1${keys}` },
  listVideoSigningKeys: { ...row, ...listKeys, scope: 'video', path: `/video/v1${keys}` },
  readVideoSigningKey: { ...row, ...readKey, scope: 'video', path: `/video/v1${key}` },
  deleteVideoSigningKey: { ...row, ...deleteKey, scope: 'video', path: `/video/v1${key}` },
  createSystemSigningKey: { ...row, ...createKey, path: `/system/v1${keys}` },
  listSystemSigningKeys: { ...row, ...listKeys, path: `/system/v1${keys}` },
  readSystemSigningKey: { ...row, ...readKey, path: `/system/v1${key}` },
  deleteSystemSigningKey: { ...row, ...deleteKey, path: `/system/v1${key}` },
  readWhoAmI: {
    ...row,
    scope: 'any',
    method: 'GET',
    path: '/system/v1/whoami',
    summary: 'Whose access token it is',
    parameters: {},
    answers: { 200: data('The token and its environment.', WhoAmI) },
    errors: videoRefused,
  },
  createWebhook: {
    ...row,
    method: 'POST',
    path: '/system/v1/webhooks',
    summary: 'Have an address told of every event of the environment',
    parameters: {},
    body: { contentType: 'application/json', schema: WebhookBody },
    answers: { 201: data('The webhook; this answer alone shows what it signs with.', CreatedWebhook) },
    errors: videoInvalid,
  },
  listWebhooks: {
    ...row,
    method: 'GET',
    path: '/system/v1/webhooks',
    summary: 'Webhooks of the environment, newest first',
    parameters: pageQuery,
    answers: { 200: page('One page of them.', WebhookView) },
    errors: videoInvalid,
  },
  readWebhook: {
    ...row,
    method: 'GET',
    path: '/system/v1/webhooks/{WEBHOOK_ID}',
    summary: 'One webhook',
    parameters: { WEBHOOK_ID },
    answers: { 200: data('The webhook.', WebhookView) },
    errors: videoNamed,
  },
  changeWebhook: {
    ...row,
    method: 'PATCH',
    path: '/system/v1/webhooks/{WEBHOOK_ID}',
    summary: 'Give a webhook another address, or turn it off or on',
    parameters: { WEBHOOK_ID },
    body: { contentType: 'application/json', schema: WebhookPatch },
    answers: { 200: data('The webhook.', WebhookView) },
    errors: videoNamed,
  },
  deleteWebhook: {
    ...row,
    method: 'DELETE',
    path: '/system/v1/webhooks/{WEBHOOK_ID}',
    summary: 'Delete a webhook, and what it still had to be told',
    parameters: { WEBHOOK_ID },
    answers: { 204: gone },
    errors: videoNamed,
  },
  rotateWebhookSecret: {
    ...row,
    method: 'POST',
    path: '/system/v1/webhooks/{WEBHOOK_ID}/rotate-secret',
    summary: 'Make another secret; for a day events are signed with both',
    parameters: { WEBHOOK_ID },
    answers: { 201: data('The webhook; this answer alone shows the new secret.', CreatedWebhook) },
    errors: videoNamed,
  },
} as const satisfies Record<string, Route>;
