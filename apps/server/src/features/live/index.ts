import type { Database } from '../../ports/database.ts';
import { liveStreamHandlers } from './live-handlers.ts';
import { livePlaybackIdHandlers } from './playback-id-handlers.ts';

export { completeLiveStream } from './live-states.ts';
export { findLiveStream } from './live-stream-store.ts';
export { type LivePlaybackParts, playLiveHandlers } from './playback/play-live-stream.ts';

/** Handlers of all routes of live streams. */
export const liveHandlers = (database: Database) => ({
  ...liveStreamHandlers(database),
  ...livePlaybackIdHandlers(database),
});
export { type BroadcastRecordings, createBroadcastRecordings } from './recordings/broadcast-recordings.ts';
