export { announce } from './announce.ts';
export { type CallbackCourier, createCallbackCourier } from './callback-courier.ts';
export { listCallbacks, queueCallback } from './callback-store.ts';
export type { EnvironmentEvent } from './event-body.ts';
export { createCallbackSender } from './send-callback.ts';
