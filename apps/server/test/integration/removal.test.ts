import { MacKey, signKeyToken } from '@sluice/access';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../src/adapters/crypto/node.ts';
import { sweepRemovals } from '../../src/features/assets/index.ts';
import { createLogger } from '../../src/platform/logger.ts';
import type { Database } from '../../src/ports/database.ts';
import type { ObjectStore } from '../../src/ports/object-store.ts';
import { keysOf as keysIn } from '../fixtures/every-object.ts';
import { prepareFilm } from '../fixtures/prepare-film.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';
import { makeTinyClip } from '../fixtures/tiny-clip.ts';

const log = createLogger('silent');
let server: TestServer;
let database: Database;
let media: ObjectStore;

beforeAll(async () => {
  server = await startTestServer();
  media = server.media;
  database = await server.openDatabase();
});
afterAll(async () => {
  await database.destroy();
  await server.stop();
});

const apiKey = () => ({ 'x-api-key': server.config.API_KEY });
const remove = async (hash: string) =>
  (await rawRequest(server.url, `/api/media/${hash}`, { method: 'DELETE', headers: apiKey() })).status;
const status = async (path: string, headers: Record<string, string> = {}) =>
  (await rawRequest(server.url, path, { headers })).status;

const keysOf = (prefix = '') => keysIn(media, prefix);

const sweep = () => sweepRemovals({ database, media, holders: [], log });
/** The sweeper's time has come, `minutes` after the removal. */
const makeDue = (assetId: string, minutes: number) =>
  database
    .updateTable('removals')
    .set({ due_at: new Date(0), requested_at: new Date(Date.now() - minutes * 60_000) })
    .where('asset_id', '=', assetId)
    .execute();
const removalsOf = async (assetId: string) =>
  (await database.selectFrom('removals').selectAll().where('asset_id', '=', assetId).execute()).length;

describe('DELETE /api/media/{hash}', () => {
  it('leaves nothing of a film but its source, and may be repeated', async () => {
    const film = await prepareFilm(server, {
      ...{ id: 'gone', clip: await makeTinyClip(1), access: 'protected', isEncrypted: true },
    });
    const { token } = await server.client.issuePlaybackToken({ asset_id: 'gone' });
    const key = MacKey.fromText(server.config.KEY_TOKEN_SECRET);
    const bearer = `Bearer ${signKeyToken(nodeCrypto(), key, { hash: 'gone', expSeconds: 4_102_444_800 })}`;
    expect(await status('/v/gone/master.m3u8', { 'edge-token': token })).toBe(200);
    expect(await status('/api/key/gone', { authorization: bearer })).toBe(200);

    expect(await remove('gone')).toBe(204);
    expect(await keysOf()).toEqual([]);
    expect(await status(`/api/jobs/${film.job_id}`, apiKey())).toBe(404);
    expect(await status('/api/key/gone', { authorization: bearer })).toBe(404);
    expect(await status('/v/gone/master.m3u8', { 'edge-token': token })).toBe(403);
    expect(await status('/stream/gone/master.m3u8')).toBe(404);
    expect(await status('/v1/assets/gone', apiKey())).toBe(404);
    expect(await remove('gone')).toBe(204);
    expect(await remove('never')).toBe(204);
    expect(await remove('..')).toBe(400);

    const again = await server.client.createJob({ type: 'video:cover', hash: 'gone', source: 'uploads/gone.mp4' });
    expect(again).toMatchObject({ status: 'queued', job_id: expect.any(String) });
    await server.client.waitForJob(again.job_id ?? '', { intervalMs: 50 });
    await makeDue('gone', 1);
    await sweep();
    expect(await keysOf(), 'what was made anew stays').toEqual(['videos/go/gone/cover.jpg']);
    expect(await removalsOf('gone')).toBe(0);
  });

  it('stops a job that runs, and nothing of it comes in later', async () => {
    await server.client.uploadSource('long.mp4', await makeTinyClip(60, '640x360'));
    const order = { type: 'video:transcode', hash: 'long', source: 'long.mp4' };
    const { job_id: id } = await server.client.createJob(order);
    while ((await server.client.getJob(id ?? '')).status !== 'processing')
      await new Promise((go) => setTimeout(go, 50));
    expect(await remove('long')).toBe(204);
    expect(await status(`/api/jobs/${id}`, apiKey())).toBe(404);
    await new Promise((go) => setTimeout(go, 500));
    expect(await keysOf('videos/lo/')).toEqual([]);
    expect(await keysOf('work/')).toEqual([]);
  });
});

describe('the sweeper', () => {
  it('removes what a worker brings in behind a removal, and keeps watch for a quarter of an hour', async () => {
    await remove('late');
    await media.put('videos/la/late/master.m3u8', Buffer.from('#EXTM3U'));
    await sweep();
    expect(await keysOf('videos/la/late/'), 'not due yet').toHaveLength(1);
    await makeDue('late', 1);
    await sweep();
    expect(await keysOf('videos/la/late/')).toEqual([]);
    expect(await removalsOf('late')).toBe(1);
    await makeDue('late', 16);
    await sweep();
    expect(await removalsOf('late')).toBe(0);
  });

  it('goes on with a removal whose process died', async () => {
    const soon = new Date(0);
    await media.put('images/ha/half/thumb.webp', Buffer.from('picture'));
    await database.insertInto('removals').values({ asset_id: 'half', due_at: soon }).execute();
    const released: string[] = [];
    const holders = [{ holds: 'grants', release: async (id: string) => void released.push(id) }];
    await sweepRemovals({ database, media, holders, log });
    expect(released).toEqual(['half']);
    expect(await keysOf('images/ha/')).toEqual([]);
  });
});
