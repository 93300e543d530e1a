import { randomUUID } from 'node:crypto';
import { nodeCrypto } from '../adapters/crypto/node.ts';
import type { Role } from '../config/index.ts';
import { clientOf, type WriteAudit } from '../features/access/index.ts';
import {
  countSpaces,
  createCheckSpaceToken,
  createChosenIds,
  createLiveRooms,
  createSpaceDoor,
  createSpaceLeases,
  createSpaceStage,
  createSpaceStates,
  type JoinReport,
  LEASE_MS,
  type LiveRooms,
  scoreHandlers,
} from '../features/spaces/index.ts';
import type { ReadinessCheck } from '../http/index.ts';
import { iceServers } from '../platform/ice-servers.ts';
import type { BroadcastControl } from '../ports/broadcast-control.ts';
import { unixSeconds } from '../ports/clock.ts';
import type { SocketService } from '../ports/socket.ts';
import type { Base, Closing } from './open-base.ts';
import { openBroadcasts } from './open-broadcasts.ts';
import type { EdgeFeeds } from './open-edge-feeds.ts';
import { openSfu, turnSettings } from './open-sfu.ts';
import { openSpaceNodes } from './open-space-nodes.ts';
import { broadcastParts } from './open-video-api.ts';

/** Rooms and the door to them. */
export interface Spaces {
  readonly sockets: SocketService;
  readonly handlers: ReturnType<typeof scoreHandlers>;
  readonly broadcasts: BroadcastControl;
  readonly readiness: ReadinessCheck;
  /** Takes up what these roles do about spaces; `url` is where this process listens. */
  start(roles: readonly Role[], url: string): Promise<void>;
}

/** How often is looked for what processes that died left behind. */
const LOOK_MS = 5000;
/** How often it is asked who came back in time. */
const TICK_MS = 1000;

const codeOf = {
  joined: 'ok',
  bad_token: 'token_invalid',
  duplicate: 'duplicate',
  full: 'full',
  unavailable: 'unavailable',
};

function recordJoin({ outcome, request, admission, participantId }: JoinReport) {
  return {
    event: 'join' as const,
    decision: outcome === 'joined' ? ('allow' as const) : ('deny' as const),
    code: codeOf[outcome],
    request_id: request.requestId,
    kind: 'jwt',
    sub: participantId ?? admission?.participantId ?? null,
    space: admission?.space.id ?? null,
    kid: admission?.grant.keyId ?? null,
    ...clientOf({ remoteAddress: request.remoteAddress, headers: { 'user-agent': request.userAgent } }),
  };
}

export function openSpaces(
  base: Base,
  { revocations }: Pick<EdgeFeeds, 'revocations'>,
  writeAudit: WriteAudit,
  closings: Closing[],
): Spaces {
  const { clock, config, database, log, metrics } = base;
  const sfu = openSfu(config);
  closings.push(() => sfu.stop());
  const self = randomUUID();
  const stage = createSpaceStage(() => rooms);
  const broadcasts = openBroadcasts(base, self, sfu, stage);
  const reportLook = (err: unknown): void => log.error({ err }, 'spaces were not looked after');
  const states = createSpaceStates(broadcastParts(base, broadcasts.control));
  const rooms: LiveRooms = createLiveRooms({
    sfu,
    leases: createSpaceLeases(database, self, {
      lifeSeconds: LEASE_MS / 1000,
      graceSeconds: config.SPACE_RECONNECT_GRACE,
    }),
    states,
    rules: {
      maxParticipants: config.SPACE_MAX_PARTICIPANTS,
      maxTracksPerSource: config.SPACE_TRACK_LIMIT,
      customEventsPerSecond: config.SPACE_EVENTS_PER_SECOND,
      secondsPerDisplayName: config.SPACE_SECONDS_PER_NAME,
      graceMs: config.SPACE_RECONNECT_GRACE * 1000,
    },
    iceServers: (holder) => iceServers(turnSettings(config), holder, unixSeconds(clock)),
    onInherited: () => void broadcasts.sweep().catch(reportLook),
    nowMs: clock.nowMs,
    log,
  });
  closings.push(() => rooms.stop());
  closings.push(() => broadcasts.stop());
  const checkToken = createCheckSpaceToken(database, nodeCrypto(), revocations.revocations);
  const report = (join: JoinReport): void => {
    metrics.countJoin(join.outcome);
    writeAudit(recordJoin(join));
  };
  const door = createSpaceDoor({
    rooms,
    checkToken,
    revocations: revocations.revocations,
    ids: createChosenIds(config.EDGE_SECRET),
    clock,
    report,
    reportFailure: (err) => log.error({ err }, 'a join failed'),
  });
  const deaf = revocations.onLook(door.cutWithdrawn);
  closings.push(async () => deaf());
  const nodes = openSpaceNodes(base, { self, door, rooms, sfu, checkToken, report });
  metrics.watchSpaces(() => countSpaces(rooms));
  metrics.watchMediaServer(sfu.stats);
  return {
    sockets: nodes.front,
    broadcasts: broadcasts.control,
    readiness: nodes.readiness,
    handlers: scoreHandlers({ checkToken, clock, log, countScore: metrics.countQualityScore }),
    async start(roles, url) {
      const hosts = roles.some((role) => role === 'all' || role === 'rtc');
      await nodes.start(hosts ? { url, isNodeAlone: roles.every((role) => role === 'rtc') } : null, closings);
      // Others pass clients on, and that is all.
      if (!hosts && !roles.includes('api')) return;
      const look = (): void => {
        for (const work of [rooms.look(), broadcasts.sweep(), nodes.forget()]) work.catch(reportLook);
      };
      const looks = setInterval(look, LOOK_MS);
      const ticks = setInterval(() => rooms.tick(), TICK_MS);
      closings.push(async () => {
        clearInterval(looks);
        clearInterval(ticks);
      });
    },
  };
}
