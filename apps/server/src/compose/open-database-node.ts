import { nodeCrypto } from '../adapters/crypto/node.ts';
import { countCall } from '../adapters/database/count-call.ts';
import { tellCalls } from '../adapters/database/tell-calls.ts';
import type { Config, Role } from '../config/index.ts';
import { createRevoke } from '../features/access/index.ts';
import { hasAssets } from '../features/assets/index.ts';
import { provisionAccessTokens, provisionUsers } from '../features/identity/index.ts';
import { provisionStorage } from '../features/storage/index.ts';
import { startSweeper } from './asset-removal.ts';
import { buildHandlers } from './build-handlers.ts';
import type { Node } from './node.ts';
import { openAccessWatch } from './open-access-watch.ts';
import { type Closing, openBase } from './open-base.ts';
import { openCaches } from './open-caches.ts';
import { openEdgeFeeds } from './open-edge-feeds.ts';
import { openIdentity } from './open-identity.ts';
import { openJobFeed } from './open-job-feed.ts';
import { openSpaces } from './open-spaces.ts';
import { openStorage } from './open-storage.ts';
import { openUploads } from './open-uploads.ts';
import { openAccessTokens } from './open-video-api.ts';
import { startRetention } from './start-retention.ts';
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
  if (!isEdgeAlone) await provisionUsers(base.database, nodeCrypto(), config.bootstrapUsers);
  if (!isEdgeAlone) await provisionStorage(base.database, base.keyEncryption, config.bootstrapStorage);
  if (!isEdgeAlone) await provisionAccessTokens(base.database, config.bootstrapTokens);
  if (!isEdgeAlone) base.metrics.watchQueue(() => base.queue.countTasks());
  const caches = openCaches(base, closings);
  const feeds = await openEdgeFeeds(base, caches, closings);
  let keysAtSeconds = base.clock.nowMs() / 1000;
  feeds.ring.onLook(() => {
    keysAtSeconds = base.clock.nowMs() / 1000;
  });
  watchFreshness(base, feeds.revocations.lastContactSeconds, () => keysAtSeconds);
  const watch = openAccessWatch(base, closings);
  const jobFeed = await openJobFeed(base, closings);
  const storage = await openStorage(base, closings);
  const uploads = await openUploads(base, storage, nodeCrypto(), publicUrl, closings);
  const isWorker = roles.some((role) => role === 'all' || role === 'worker');
  const servesUsers = roles.some((role) => role === 'all' || role === 'api');
  const hasSockets = roles.some((role) => role !== 'worker');
  const spaces = openSpaces(base, feeds, watch.writeAudit, closings);
  return {
    base,
    handlers: await buildHandlers(base, feeds, jobFeed, caches, publicUrl, watch, storage, uploads, spaces),
    sockets: hasSockets ? spaces.sockets : null,
    revocations: feeds.revocations,
    checkAccessToken: openAccessTokens(base),
    identify: await openIdentity(base, watch, servesUsers, closings),
    identifyAccount: storage.identifyAccount,
    identifyUploader: uploads.identifyUploader,
    countCall: (scope, caller) => countCall(base.database, scope, caller),
    tellCalls: (...told) => tellCalls(base.database, ...told),
    async startWork(tracing, url) {
      closings.push(async () => jobFeed.eventStreams.stop());
      if (hasSockets) await spaces.start(roles, url);
      if (!isWorker) return;
      await startWorker(base, storage, tracing, jobFeed.news, closings);
      startSweeper(base, createRevoke(base.database, base.clock, feeds.revocations), closings);
      startRetention(base, storage, closings);
    },
    isUntouched: async () => !(await hasAssets(base.database)),
  };
}
