import type { BroadcastView, SpaceView } from '@sluice/contract';
import { secondsNumber, secondsText } from '../../platform/video-api/video-time.ts';
import type { BroadcastRow } from './broadcasts/broadcast-store.ts';
import type { SpaceRecord } from './space-store.ts';

/** A broadcast as the API shows it (Mux contract §4.2). */
export const broadcastView = (row: BroadcastRow): BroadcastView => ({
  id: row.id,
  live_stream_id: row.live_stream_id,
  status: row.status,
  layout: row.layout,
  resolution: row.resolution as BroadcastView['resolution'],
  ...(row.background === null ? {} : { background: row.background }),
  ...(row.passthrough === null ? {} : { passthrough: row.passthrough }),
});

const members = ({ id, activeSessionId, passthrough, broadcasts }: SpaceRecord) => ({
  type: 'server' as const,
  status: activeSessionId === null ? ('idle' as const) : ('active' as const),
  id,
  ...(activeSessionId === null ? {} : { active_session_id: activeSessionId }),
  ...(passthrough === null ? {} : { passthrough }),
  ...(broadcasts.length === 0 ? {} : { broadcasts: broadcasts.map(broadcastView) }),
});

/** A space as the API shows it (Mux contract §4.1). */
export const spaceView = (space: SpaceRecord): SpaceView => ({
  ...members(space),
  created_at: secondsText(space.createdAt),
});

/** The same as events have it. */
export const spaceEventData = (space: SpaceRecord): object => ({
  ...members(space),
  created_at: secondsNumber(space.createdAt),
});
