export { announce } from './announce.ts';
export { type CallbackCourier, createCallbackCourier } from './callback-courier.ts';
export { listCallbacks, queueCallback } from './callback-store.ts';
export { webhookHandlers } from './endpoints/webhook-handlers.ts';
export { loadWebhookSecrets } from './endpoints/webhook-secrets.ts';
export { createCallbackSender, type SendCallback } from './send-callback.ts';
export { createEventSender } from './send-event.ts';
export { userSecretHandlers } from './users/user-secret-handlers.ts';
export { findUserSecret, loadUserSecret } from './users/user-secret-store.ts';
