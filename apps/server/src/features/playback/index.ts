export { type ByteCache, createByteCache } from './byte-cache.ts';
export type { CbcsParts } from './cbcs-answers.ts';
export { edgeObjectHandlers } from './edge-object-handlers.ts';
export { bearerKeyHandlers, type KeyParts } from './key-handlers.ts';
export { createMediaObjects } from './media-objects.ts';
export { loadPlayerFiles, playerHandlers } from './player-files.ts';
export { gatedHandlers } from './routes.ts';
export { createChildTokenMaker } from './token-carriage.ts';
