export type { Admission, GateParts } from './gate.ts';
export type { GatedHandler } from './gated-handler.ts';
export { type AdmittedHandler, createGuard, type Guard } from './guard.ts';
export { createKeyRingFeed, type KeyRingFeed } from './key-ring-feed.ts';
export { pathTokenPrefix } from './playback-urls.ts';
export { refusalError } from './refusal-error.ts';
export { tokenHandlers } from './routes.ts';
export { ensureSigningKey, loadSigningKeys } from './signing-key-store.ts';
