export { broadcastHandlers } from './broadcasts/broadcast-handlers.ts';
export {
  type BroadcastParts,
  type BroadcastStates,
  createBroadcastStates,
  type LiveStreams,
} from './broadcasts/broadcast-states.ts';
export {
  type CheckSpaceToken,
  createCheckSpaceToken,
  type SpaceAdmission,
  type SpaceRefusal,
} from './check-space-token.ts';
export { spaceHandlers } from './space-handlers.ts';
export { createSpaceStates, type SpaceStates } from './space-states.ts';
export { findSpace, type SpaceRecord } from './space-store.ts';
