export type { CbcsParts } from './cbcs-answers.ts';
export { edgeObjectHandlers } from './edge-object-handlers.ts';
export { bearerKeyHandlers, type KeyParts } from './key-handlers.ts';
export { linkHandlers } from './links/link-handlers.ts';
export { loadBuiltFiles, playerHandlers } from './player-files.ts';
export { gatedHandlers } from './routes.ts';
export { createChildTokenMaker } from './token-carriage.ts';
