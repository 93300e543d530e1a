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
export { createNodeLinks } from './nodes/node-links.ts';
export { HEARTBEAT_MS, LEASE_MS } from './nodes/place-space.ts';
export { createSpaceFront, type SpaceFrontParts } from './nodes/space-front.ts';
export { createSpaceNodes } from './nodes/space-nodes.ts';
export { createChosenIds } from './realtime/chosen-ids.ts';
export { countSpaces } from './realtime/count-spaces.ts';
export { createLiveRooms, type LiveRooms } from './realtime/live-rooms.ts';
export { createSpaceDoor, type JoinReport } from './realtime/space-door.ts';
export { createSpaceLeases } from './realtime/space-leases.ts';
export { createSpaceStage } from './realtime/space-stage.ts';
export { scoreHandlers } from './realtime/submit-score.ts';
export { spaceHandlers } from './space-handlers.ts';
export { spacePageHandlers } from './space-page.ts';
export { createSpaceStates, type SpaceStates } from './space-states.ts';
