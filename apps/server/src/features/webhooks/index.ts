export { announce } from './announce.ts';
export { type CallbackCourier, createCallbackCourier } from './callback-courier.ts';
export { listCallbacks, queueCallback } from './callback-store.ts';
export { webhookHandlers } from './endpoints/webhook-handlers.ts';
export { loadWebhookSecrets } from './endpoints/webhook-secrets.ts';
export { createCallbackSender, type SendCallback } from './send-callback.ts';
export { createEventSender } from './send-event.ts';
