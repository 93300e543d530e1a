import { createSharedAllowance, videoKeyHandlers } from '../features/access/index.ts';
import { type CheckAccessToken, createCheckAccessToken, whoAmIHandlers } from '../features/identity/index.ts';
import { completeLiveStream, findLiveStream, liveHandlers } from '../features/live/index.ts';
import {
  type BroadcastParts,
  broadcastHandlers,
  createBroadcastStates,
  type LiveStreams,
  spaceHandlers,
} from '../features/spaces/index.ts';
import { webhookHandlers } from '../features/webhooks/index.ts';
import type { BroadcastControl } from '../ports/broadcast-control.ts';
import type { Base } from './open-base.ts';

/** Bursts go on for so many seconds. */
const BURST_SECONDS = 10;
const nobodyWaits = { require: async () => undefined };

const liveStreams: LiveStreams = {
  async find(database, environmentId, id) {
    const stream = await findLiveStream(database, environmentId, id);
    if (stream === null) return null;
    return { id: stream.id, streamKey: stream.stream_key, isDisabled: stream.status === 'disabled' };
  },
  complete: completeLiveStream,
};

/** What spaces and their broadcasts are kept with. */
export const broadcastParts = ({ database }: Base, control: BroadcastControl): BroadcastParts => ({
  ...{ database, liveStreams, control },
});

/** How callers of the video API are known, and how often they may call (Mux contract §3). */
export function openAccessTokens({ config, database }: Base): CheckAccessToken {
  const limitOf = (scope: string, perSecond: number) =>
    perSecond === 0
      ? nobodyWaits
      : createSharedAllowance(database, scope, { burst: perSecond * BURST_SECONDS, perMinute: perSecond * 60 });
  const posts = limitOf('video-posts', config.VIDEO_POSTS_PER_SECOND);
  const calls = limitOf('video-calls', config.VIDEO_CALLS_PER_SECOND);
  return createCheckAccessToken(database, (environmentId, method) =>
    (method === 'POST' ? posts : calls).require(environmentId),
  );
}

/** Handlers of the video API. */
export function videoHandlers(base: Base, control: BroadcastControl) {
  const { config, database, keyEncryption } = base;
  const parts = { ...broadcastParts(base, control), maxBroadcasts: config.SPACE_MAX_BROADCASTS };
  return {
    ...whoAmIHandlers(),
    ...videoKeyHandlers(database),
    ...webhookHandlers(database, keyEncryption),
    ...liveHandlers(database),
    ...spaceHandlers(parts),
    ...broadcastHandlers(parts, createBroadcastStates(parts)),
  };
}
