import type { Room } from '@sluice/contract';
import { countCall } from '../adapters/database/count-call.ts';
import type { Config, Role } from '../config/index.ts';
import { createRevoke } from '../features/access/index.ts';
import { hasAssets } from '../features/assets/index.ts';
import { createApiKeyCheck } from '../features/identity/index.ts';
import { createApp, createRateLimits, createRunningAnswers, drain } from '../http/index.ts';
import type { Logger } from '../platform/logger.ts';
import { startSweeper } from './asset-removal.ts';
import { buildHandlers } from './build-handlers.ts';
import { openDiskCache } from './delivery-parts.ts';
import { listenFor } from './listen-for.ts';
import { type Base, type Closing, openBase } from './open-base.ts';
import { openEdgeFeeds } from './open-edge-feeds.ts';
import { openJobFeed } from './open-job-feed.ts';
import { openTracing } from './open-tracing.ts';
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

const rateLimits = ({ clock, config, database, log }: Base) =>
  createRateLimits({
    clock,
    countCall: (scope, caller) => countCall(database, scope, caller),
    jobsPerMinute: config.JOB_RATE_LIMIT,
    keysPerMinute: config.KEY_RATE_LIMIT,
    reportFailure: (err) => log.warn({ err }, 'calls could not be counted and were let through'),
  });

/** Builds a server for these roles and starts it. What was opened is closed again when a part fails. */
export async function startServer(config: Config, roles: readonly Role[] = config.MODE): Promise<RunningServer> {
  const closings: Closing[] = [];
  try {
    const base = await openBase(config, closings);
    const tracing = await openTracing(config, base.log);
    // The last to stop: what everything else does meanwhile has spans too.
    closings.unshift(() => tracing.stop());
    base.metrics.watchQueue(() => base.queue.countTasks());
    let url = '';
    const feeds = await openEdgeFeeds(base, closings);
    const jobFeed = await openJobFeed(base, closings);
    const runningAnswers = createRunningAnswers();
    feeds.revocations.onLook(runningAnswers.cutWithdrawn);
    const handlers = await buildHandlers(
      base,
      feeds,
      jobFeed,
      openDiskCache(base, closings),
      () => config.BASE_URL || url,
    );
    const app = createApp({
      rooms: new Set(roles.flatMap((role) => roomsOfRole[role])),
      handlers,
      metrics: base.metrics,
      checkApiKey: createApiKeyCheck(config.API_KEY),
      limitRate: rateLimits(base),
      runningAnswers,
      hasAccessLog: config.ACCESS_LOG,
      tracing,
      log: base.log,
    });
    url = await listenFor(roles, app, base);
    closings.push(() => drain(app, config.SHUTDOWN_TIMEOUT));
    closings.push(async () => feeds.revocations.stop());
    closings.push(async () => jobFeed.eventStreams.stop());
    if (roles.some((role) => role === 'all' || role === 'worker')) {
      await startWorker(base, tracing, jobFeed.news, closings);
      startSweeper(base, createRevoke(base.database, base.clock, feeds.revocations), closings);
    }
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
