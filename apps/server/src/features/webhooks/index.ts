export { type CallbackCourier, createCallbackCourier } from './callback-courier.ts';
export { listCallbacks, queueCallback } from './callback-store.ts';
export { createCallbackSender } from './send-callback.ts';
