import { networkInterfaces } from 'node:os';
import { createDialNode } from '../adapters/node-link/create-dial-node.ts';
import {
  countSpaces,
  createNodeLinks,
  createSpaceFront,
  createSpaceNodes,
  HEARTBEAT_MS,
  LEASE_MS,
  type LiveRooms,
  type SpaceFrontParts,
} from '../features/spaces/index.ts';
import type { ReadinessCheck } from '../http/index.ts';
import { createRelayPass } from '../platform/relay-pass.ts';
import type { EngineBuild, Sfu } from '../ports/sfu.ts';
import { nodeUrl } from './node-url.ts';
import type { Base, Closing } from './open-base.ts';

/** A process that hosts spaces. */
export interface SpaceHost {
  /** Where it listens. */
  readonly url: string;
  /** It does nothing else, so it starts its media server at once, and takes no spaces before that runs. */
  readonly isNodeAlone: boolean;
}

type NodeParts = Pick<SpaceFrontParts, 'self' | 'door' | 'checkToken' | 'report'> & {
  readonly rooms: LiveRooms;
  readonly sfu: Sfu;
};

/** How often a media server that is not there yet is asked for again. */
const ASK_MS = 5000;

function whenReady({ log }: Base, sfu: Sfu, closings: Closing[]): () => boolean {
  let isReady = false;
  const ask = (): void =>
    void sfu.ready().then(
      () => {
        isReady = true;
        clearInterval(timer);
      },
      (err: unknown) => log.warn({ err }, 'this node takes no spaces before its media server runs'),
    );
  const timer = setInterval(ask, ASK_MS);
  closings.push(async () => clearInterval(timer));
  ask();
  return () => isReady;
}

/** Calls `work` every HEARTBEAT_MS, once at a time. The answer stops that, and waits for what runs. */
function beat(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  const timer = setInterval(() => {
    running ??= work().finally(() => {
      running = null;
    });
  }, HEARTBEAT_MS);
  return async () => {
    clearInterval(timer);
    await running;
  };
}

/** This process among those that host spaces, or pass clients on to them. */
export function openSpaceNodes(base: Base, { self, door, rooms, sfu, checkToken, report }: NodeParts) {
  const { clock, config, database, log, metrics } = base;
  const nodes = createSpaceNodes(database, self);
  const links = createNodeLinks();
  const reportFailure = (err: unknown): void => log.error({ err }, 'a client of a space could not be placed');
  const dial = createDialNode(createRelayPass(config.EDGE_SECRET));
  const front = createSpaceFront({ door, self, nodes, links, dial, checkToken, clock, report, reportFailure });
  metrics.watchSpaceLinks(() => links.size);
  let heardMs = 0;
  let isOpen = (): boolean => true;
  let isHost = false;

  async function tell(url: string): Promise<void> {
    const { rooms: open, participants } = countSpaces(rooms);
    const load = { rooms: open, participants, maxRooms: config.RTC_MAX_ROOMS };
    await nodes.beat({ url, isOpen: isOpen(), ...load });
    await rooms.keep();
    heardMs = performance.now();
  }

  const lookAfterLinks = async (): Promise<void> => {
    if (links.size > 0) links.look(await nodes.list().catch(() => null));
  };

  let build: EngineBuild | null = null;
  async function engine(): Promise<string> {
    build ??= await sfu.build();
    return build === null ? `${sfu.name} not there yet` : `${sfu.name} ${build.version} ${build.kind}`;
  }

  const readiness: ReadinessCheck = {
    name: 'rtc node',
    tell: async () => (isHost ? { 'x-sluice-media-server': await engine() } : {}),
    async check() {
      if (!isHost) return;
      if (!isOpen()) throw new Error('its media server does not run yet');
      if (performance.now() - heardMs > LEASE_MS) throw new Error('the other processes do not hear of it');
    },
  };

  return {
    front,
    readiness,
    forget: () => nodes.forget(),
    /** Lives among the others from now on; with a `host` it takes spaces. The first to be closed lets go of them. */
    async start(host: SpaceHost | null, closings: Closing[]): Promise<void> {
      isHost = host !== null;
      const url = host === null ? '' : config.RTC_NODE_URL || nodeUrl(host.url, config.HOST, networkInterfaces());
      if (host !== null) log.info({ engine: await engine(), workers: config.RTC_WORKERS }, 'spaces are hosted here');
      if (host?.isNodeAlone) isOpen = whenReady(base, sfu, closings);
      if (host !== null) await tell(url);
      const stop = beat(async () => {
        const works = [lookAfterLinks(), ...(host === null ? [] : [tell(url)])];
        await Promise.all(works).catch((err: unknown) => log.warn({ err }, 'this node could not tell that it lives'));
      });
      closings.push(async () => {
        await stop();
        if (host === null) return;
        await nodes.leave();
        await rooms.stop();
      });
    },
  };
}
