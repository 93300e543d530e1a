import type { Config, Role } from '../config/index.ts';
import { hasAssets } from '../features/assets/index.ts';
import { buildHandlers } from './build-handlers.ts';
import type { Node } from './node.ts';
import { openAccessWatch } from './open-access-watch.ts';
import { type Closing, openBase } from './open-base.ts';
import { openCaches } from './open-caches.ts';
import { openEdgeFeeds } from './open-edge-feeds.ts';
import { startWorker } from './start-worker.ts';
import { watchFreshness } from './watch-freshness.ts';

/** A process of any roles that holds the database of its deployment. */
export async function openDatabaseNode(
  config: Config,
  roles: readonly Role[],
  publicUrl: () => string,
  closings: Closing[],
): Promise<Node> {
  const isEdgeAlone = roles.every((role) => role === 'edge');
  const base = await openBase(config, closings, isEdgeAlone);
  const caches = openCaches(base, closings);
  const feeds = await openEdgeFeeds(base, caches, closings);
  let keysAtSeconds = base.clock.nowMs() / 1000;
  feeds.ring.onLook(() => {
    keysAtSeconds = base.clock.nowMs() / 1000;
  });
  watchFreshness(base, feeds.revocations.lastContactSeconds, () => keysAtSeconds);
  const watch = openAccessWatch(base, closings);
  const isWorker = roles.some((role) => role === 'all' || role === 'worker');
  return {
    base,
    handlers: await buildHandlers(base, feeds, caches, publicUrl, watch),
    revocations: feeds.revocations,
    startWork: async () => (isWorker ? startWorker(base) : undefined),
    isUntouched: async () => !(await hasAssets(base.database)),
  };
}
