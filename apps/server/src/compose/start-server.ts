import { parseCidr } from '@sluice/access';
import type { Room } from '@sluice/contract';
import type { Config, Role } from '../config/index.ts';
import { hasAssets } from '../features/assets/index.ts';
import { createApiKeyCheck, createEdgeSecretCheck } from '../features/identity/index.ts';
import {
  createApp,
  createClientAddress,
  createRateLimits,
  createRunningAnswers,
  drain,
  listen,
} from '../http/index.ts';
import type { Logger } from '../platform/logger.ts';
import { buildHandlers } from './build-handlers.ts';
import { openDiskCache } from './delivery-parts.ts';
import { openAccessWatch } from './open-access-watch.ts';
import { type Closing, openBase } from './open-base.ts';
import { openEdgeFeeds } from './open-edge-feeds.ts';
import { startWorker } from './start-worker.ts';

/** A running server. */
export interface RunningServer {
  /** Where it listens. */
  readonly url: string;
  /** True as long as no asset was ever made. */
  isUntouched(): Promise<boolean>;
  /** Finishes open requests, hands running jobs back, closes everything. */
  stop(): Promise<void>;
}

const roomsOfRole: Readonly<Record<Role, readonly Room[]>> = {
  all: ['api', 'delivery', 'health'],
  api: ['api', 'health'],
  edge: ['delivery', 'health'],
  worker: ['health'],
};

async function closeAll(closings: readonly Closing[], log: Logger | null): Promise<void> {
  for (const close of closings.toReversed()) {
    await close().catch((err: unknown) => log?.error({ err }, 'a part did not close cleanly'));
  }
}

/** Builds a server for these roles and starts it. What was opened is closed again when a part fails. */
export async function startServer(config: Config, roles: readonly Role[] = config.MODE): Promise<RunningServer> {
  const closings: Closing[] = [];
  try {
    const base = await openBase(config, closings);
    let url = '';
    const feeds = await openEdgeFeeds(base, closings);
    const runningAnswers = createRunningAnswers();
    feeds.revocations.onLook(runningAnswers.cutWithdrawn);
    const watch = openAccessWatch(base, closings);
    const disk = openDiskCache(base, closings);
    const handlers = await buildHandlers(base, feeds, disk, () => config.BASE_URL || url, watch);
    const app = createApp({
      rooms: new Set(roles.flatMap((role) => roomsOfRole[role])),
      handlers,
      metrics: base.metrics,
      checkApiKey: createApiKeyCheck(config.API_KEY),
      checkEdgeSecret: createEdgeSecretCheck(config.EDGE_SECRET),
      limitRate: createRateLimits(base.clock),
      runningAnswers,
      hasAccessLog: config.ACCESS_LOG,
      readClientAddress: createClientAddress(config.TRUSTED_PROXIES.flatMap((text) => parseCidr(text) ?? [])),
      log: base.log,
    });
    url = await listen(app, config.HOST, config.PORT);
    closings.push(() => drain(app, config.SHUTDOWN_TIMEOUT));
    closings.push(async () => feeds.revocations.stop());
    if (roles.some((role) => role === 'all' || role === 'worker')) await startWorker(base);
    base.log.info({ url, roles }, 'serving');
    return {
      url,
      isUntouched: async () => !(await hasAssets(base.database)),
      stop: () => closeAll(closings, base.log),
    };
  } catch (error) {
    await closeAll(closings, null);
    throw error;
  }
}
