import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../src/ports/database.ts';
import { deploymentEnvironment } from '../fixtures/deployment-environment.ts';
import { type SpawnedSluice, spawnSluice } from '../fixtures/spawn-sluice.ts';
import type { TestServer } from '../fixtures/start-server.ts';

/** A process of role `rtc` of a deployment. */
export interface RtcNode extends SpawnedSluice {
  readonly url: string;
}

export interface RtcNodes {
  readonly nodes: readonly RtcNode[];
  /** The one that has this space. */
  ownerOf(spaceId: string): Promise<RtcNode>;
  /** What webhooks are told of a space, in its order. */
  eventsOf(spaceId: string): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** Nodes that share the database of `server` with it. */
export async function startNodes(server: TestServer, size: number): Promise<RtcNodes> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-nodes-'));
  const shared = {
    ...(await deploymentEnvironment(server.config)),
    ...{ DATA_DIR: folder, PORT: '0', RTC_PORT: '0', RTC_WORKERS: '1', SHUTDOWN_TIMEOUT: '1s' },
    SPACE_RECONNECT_GRACE: '4s',
    ...{ BROADCAST_X264_PRESET: 'ultrafast', BROADCAST_SEGMENT_SECONDS: '1' },
    MEDIASOUP_WORKER_BIN: process.env.MEDIASOUP_WORKER_BIN ?? '',
  };
  const nodes = await Promise.all(
    Array.from({ length: size }, async (): Promise<RtcNode> => {
      const child = spawnSluice(['serve', '--role', 'rtc'], shared);
      const ready = /"url":"(http:[^"]+)".*"serving"/;
      await child.saw(ready);
      return { ...child, url: ready.exec(child.output())?.[1] ?? '' };
    }),
  );
  const database: Database = await server.openDatabase();
  return {
    nodes,
    async ownerOf(spaceId) {
      const owner = await database
        .selectFrom('space_leases')
        .innerJoin('rtc_nodes', 'rtc_nodes.id', 'space_leases.holder')
        .select('rtc_nodes.url')
        .where('space_id', '=', spaceId)
        .executeTakeFirstOrThrow();
      const node = nodes.find(({ url }) => url === owner.url);
      if (node === undefined) throw new Error('the space is at no node of ours');
      return node;
    },
    async eventsOf(spaceId) {
      const rows = await database.selectFrom('callbacks').select('body').orderBy('created_at').execute();
      const events = rows.map(({ body }) => JSON.parse(body) as { type: string; object: { id: string } });
      return events.filter(({ object }) => object.id === spaceId).map(({ type }) => type);
    },
    async stop() {
      await database.destroy();
      await Promise.all(nodes.map((node) => node.end('SIGKILL')));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
