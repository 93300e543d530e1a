import type { Room } from '@sluice/contract';
import { type Config, ConfigError, type Role } from '../config/index.ts';
import { createApiKeyCheck, createEdgeSecretCheck } from '../features/identity/index.ts';
import {
  createApp,
  createClientAddress,
  createHttpsCheck,
  createRateLimits,
  createRunningAnswers,
  drain,
  serveSockets,
} from '../http/index.ts';
import { type AccessLog, createAccessLog } from '../platform/access-log.ts';
import { createLogger, type Logger } from '../platform/logger.ts';
import { createRelayPass } from '../platform/relay-pass.ts';
import { listenFor } from './listen-for.ts';
import { trustedProxies } from './networks.ts';
import type { Node } from './node.ts';
import type { Closing } from './open-base.ts';
import { openDatabaseNode } from './open-database-node.ts';
import { openOriginNode } from './open-origin-node.ts';
import { openTracing } from './open-tracing.ts';

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
  all: ['api', 'delivery', 'images', 'health'],
  api: ['api', 'images', 'health'],
  edge: ['delivery', 'images', 'health'],
  rtc: ['health'],
  worker: ['health'],
};

/** Pictures are made where the source store is: not on an edge that knows only its origin. */
const roomsOf = ({ EDGE_ORIGIN }: Config, roles: readonly Role[]): ReadonlySet<Room> =>
  new Set(roles.flatMap((role) => roomsOfRole[role]).filter((room) => room !== 'images' || EDGE_ORIGIN === ''));

async function closeAll(closings: readonly Closing[], log: Logger | null): Promise<void> {
  for (const close of closings.toReversed()) {
    await close().catch((err: unknown) => log?.error({ err }, 'a part did not close cleanly'));
  }
}

/** With an origin it is an edge and nothing else. */
async function openNode(
  config: Config,
  roles: readonly Role[],
  publicUrl: () => string,
  closings: Closing[],
): Promise<Node> {
  if (config.EDGE_ORIGIN === '') return openDatabaseNode(config, roles, publicUrl, closings);
  if (roles.some((role) => role !== 'edge')) throw new ConfigError(['EDGE_ORIGIN is for role edge alone']);
  return openOriginNode(config, publicUrl, closings);
}

function openRateLimits({ base: { clock, config, log }, countCall, tellCalls }: Node, closings: Closing[]) {
  const closing = new AbortController();
  closings.push(async () => closing.abort());
  return createRateLimits({
    clock,
    countCall,
    tellCalls,
    signal: closing.signal,
    jobsPerMinute: config.JOB_RATE_LIMIT,
    keysPerMinute: config.KEY_RATE_LIMIT,
    publicPerMinute: config.PUBLIC_RATE_LIMIT,
    reportFailure: (err) => log.warn({ err }, 'calls could not be counted and were let through'),
  });
}

function openAccessLog(config: Config, log: Logger, closings: Closing[]): AccessLog | null {
  if (!config.ACCESS_LOG || !log.isLevelEnabled('info')) return null;
  const accessLog = createAccessLog();
  closings.push(async () => accessLog.stop());
  return accessLog;
}

/** Builds a server for these roles and starts it. What was opened is closed again when a part fails. */
export async function startServer(config: Config, roles: readonly Role[] = config.MODE): Promise<RunningServer> {
  const closings: Closing[] = [];
  try {
    // The last to stop: what everything else does meanwhile has spans too.
    const tracing = await openTracing(config, createLogger(config.LOG_LEVEL));
    closings.push(() => tracing.stop());
    let url = '';
    const node = await openNode(config, roles, () => config.BASE_URL || url, closings);
    const { base, handlers, revocations } = node;
    const runningAnswers = createRunningAnswers();
    revocations.onLook(runningAnswers.cutWithdrawn);
    const proxies = trustedProxies(config);
    const readClientAddress = createClientAddress(proxies);
    const app = createApp({
      rooms: roomsOf(config, roles),
      handlers,
      metrics: base.metrics,
      checkApiKey: createApiKeyCheck(config.API_KEY),
      checkEdgeSecret: createEdgeSecretCheck(config.EDGE_SECRET),
      identify: node.identify,
      identifyAccount: node.identifyAccount,
      identifyUploader: node.identifyUploader,
      checkAccessToken: node.checkAccessToken,
      sockets: node.sockets,
      listedOrigins: new Set(config.CLERK_AUTHORIZED_PARTIES),
      limitRate: openRateLimits(node, closings),
      runningAnswers,
      accessLog: openAccessLog(config, base.log, closings),
      readClientAddress,
      comesOverHttps: createHttpsCheck(proxies, config.REQUIRE_HTTPS),
      tracing,
      log: base.log,
    });
    url = await listenFor(roles, app, base);
    closings.push(() => drain(app, config.SHUTDOWN_TIMEOUT));
    if (node.sockets !== null) {
      const relayPass = createRelayPass(config.EDGE_SECRET);
      const sockets = serveSockets(app, { service: node.sockets, readClientAddress, relayPass, log: base.log });
      closings.push(() => sockets.stop());
    }
    closings.push(async () => revocations.stop());
    await node.startWork(tracing, url);
    base.log.info({ url, roles }, 'serving');
    return {
      url,
      isUntouched: node.isUntouched,
      stop: () => closeAll(closings, base.log),
    };
  } catch (error) {
    await closeAll(closings, null);
    throw error;
  }
}
