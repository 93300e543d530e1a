import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { completeLiveStream, findLiveStream } from '../../src/features/live/index.ts';
import { type BroadcastParts, createBroadcastStates, createSpaceStates } from '../../src/features/spaces/index.ts';
import type { BroadcastControl } from '../../src/ports/broadcast-control.ts';
import type { Database } from '../../src/ports/database.ts';
import { SluiceError } from '../../src/ports/sluice-error.ts';
import { muxClients } from '../fixtures/mux-clients.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';
import { own, videoTokens } from '../fixtures/video-tokens.ts';

let file: Awaited<ReturnType<typeof videoTokens>>;
let server: TestServer;
let database: Database;
let clients: ReturnType<typeof muxClients>;
let environmentId: string;
let webhookId: string;
beforeAll(async () => {
  file = await videoTokens();
  server = await startTestServer({ MODE: 'api', ...file.environment });
  database = await server.openDatabase();
  clients = muxClients(server.url, own);
  environmentId = (await clients.fifteen.system.utilities.whoami()).environment_id;
  // Nobody sends what is queued for it: this process is no worker.
  webhookId = (await clients.fifteen.system.webhooks.create({ address: 'https://app.example/hook' })).id;
});
afterAll(async () => {
  await database.destroy();
  await server.stop();
  await file.remove();
});

/** What was asked of the composer, in turn. */
let asked: unknown[];
let space: { id: string; broadcastId: string; liveId: string; streamKey: string };
beforeEach(async () => {
  asked = [];
  const live = await clients.eight.video.liveStreams.create({});
  const made = await clients.eight.video.spaces.create({ broadcasts: [{ live_stream_id: live.id }] });
  space = {
    ...{ id: made.id ?? '', broadcastId: made.broadcasts?.[0]?.id ?? '' },
    ...{ liveId: live.id, streamKey: live.stream_key },
  };
  await database.deleteFrom('callbacks').where('webhook_id', '=', webhookId).execute();
});

const composing = (overrides: Partial<BroadcastControl> = {}): BroadcastParts => ({
  database,
  liveStreams: {
    async find(within, environment, id) {
      const stream = await findLiveStream(within, environment, id);
      return stream && { id, streamKey: stream.stream_key, isDisabled: stream.status === 'disabled' };
    },
    complete: completeLiveStream,
  },
  control: {
    async start(order) {
      asked.push(order);
    },
    async stop(id) {
      asked.push(`stop ${id}`);
    },
    ...overrides,
  },
});

/** Events that were queued, by name. */
async function told(): Promise<string[]> {
  const rows = await database.selectFrom('callbacks').select('body').where('webhook_id', '=', webhookId).execute();
  return rows.map(({ body }) => JSON.parse(body).type.replace('video.', '')).sort();
}

const name = () => [environmentId, space.id, space.broadcastId] as const;
const read = () => clients.eight.video.spaces.retrieve(space.id);

describe('a space', () => {
  it('is active from the first connection to the last, and tells of both', async () => {
    const states = createSpaceStates(composing());
    expect(await states.setActive(environmentId, space.id, 's1')).toBe(true);
    expect(await states.setActive(environmentId, space.id, 's2')).toBe(false);
    expect(await read()).toMatchObject({ status: 'active', active_session_id: 's1' });
    expect(await states.setIdle(environmentId, space.id, 's2')).toBe(false);
    expect(await states.setIdle(environmentId, space.id, 's1')).toBe(true);
    expect(await read()).not.toHaveProperty('active_session_id');
    expect(await told()).toEqual(['space.active', 'space.idle']);
    expect(await states.setActive('another', space.id, 's1')).toBe(false);
  });

  it('takes its broadcasts with it when the last one leaves, and completes their live streams', async () => {
    const parts = composing();
    const states = createSpaceStates(parts);
    await states.setActive(environmentId, space.id, 's1');
    await createBroadcastStates(parts).start(...name());
    await database.updateTable('live_streams').set({ status: 'active' }).where('id', '=', space.liveId).execute();
    await states.setIdle(environmentId, space.id, 's1');
    expect(asked.at(-1)).toBe(`stop ${space.broadcastId}`);
    expect(await read()).toMatchObject({ status: 'idle', broadcasts: [{ status: 'idle' }] });
    expect(await told()).toEqual(expect.arrayContaining(['space.broadcast.idle', 'space.idle']));
  });
});

describe('a broadcast', () => {
  const activate = (parts: BroadcastParts) => createSpaceStates(parts).setActive(environmentId, space.id, 's1');

  it('runs between its start and its stop, in an active space alone', async () => {
    const parts = composing();
    const states = createBroadcastStates(parts);
    await expect(states.start(...name())).rejects.toMatchObject({ status: 400 });
    await activate(parts);
    await states.start(...name());
    expect(asked).toEqual([
      {
        ...{ environmentId, spaceId: space.id, sessionId: 's1', broadcastId: space.broadcastId },
        ...{ layout: 'gallery', resolution: '1920x1080', background: null },
        liveStream: { id: space.liveId, streamKey: space.streamKey },
      },
    ]);
    await expect(states.start(...name())).rejects.toMatchObject({ status: 400 });
    await expect(clients.eight.video.spaces.deleteBroadcast(space.id, space.broadcastId)).rejects.toThrow('active');
    await expect(clients.eight.video.liveStreams.delete(space.liveId)).rejects.toThrow('broadcast');
    await states.stop(...name());
    await expect(states.stop(...name())).rejects.toMatchObject({ status: 400 });
    expect(await told()).toEqual(['space.active', 'space.broadcast.active', 'space.broadcast.idle']);
  });

  it('is idle again, and nothing is told, where it could not be started', async () => {
    const parts = composing({
      start: async () => {
        throw new SluiceError('rtc/not-ready', { status: 503, message: 'Not yet.' });
      },
    });
    await activate(parts);
    await expect(createBroadcastStates(parts).start(...name())).rejects.toThrow('Not yet.');
    expect(await read()).toMatchObject({ broadcasts: [{ status: 'idle' }] });
    expect(await told()).toEqual(['space.active']);
  });

  it('is stopped again where the last one leaves while it starts', async () => {
    const leaving: BroadcastParts = composing({
      start: async () => void (await createSpaceStates(composing()).setIdle(environmentId, space.id, 's1')),
    });
    await activate(leaving);
    await createBroadcastStates(leaving).start(...name());
    expect(asked).toEqual([`stop ${space.broadcastId}`, `stop ${space.broadcastId}`]);
    expect(await told()).not.toContain('space.broadcast.active');
  });

  it('is started once, however many ask', async () => {
    const parts = composing();
    await activate(parts);
    const states = createBroadcastStates(parts);
    const outcomes = await Promise.allSettled([states.start(...name()), states.start(...name())]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(asked).toHaveLength(1);
    await states.ended(...name());
    await states.ended(...name());
    expect((await told()).filter((each) => each === 'space.broadcast.idle')).toHaveLength(1);
  });
});
