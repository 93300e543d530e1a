import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { SignJWT } from 'jose';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer } from '../../src/compose/start-server.ts';
import type { Database } from '../../src/ports/database.ts';
import type { TestBrowser } from '../browser/launch-browser.ts';
import { run } from '../fixtures/foreign-tools.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';
import { callVideo, createTestSpace, type TestSpace } from '../fixtures/video-space.ts';
import { videoTokens } from '../fixtures/video-tokens.ts';
import { longestStep, segmentsOf, timesOf } from './film-times.ts';
import { launchWithCamera, until } from './rtc-peer.ts';
import { installPeople } from './space-page.ts';

const require = createRequire(import.meta.url);
const stockClient = require.resolve('@mux/spaces-web').replace(/index\.\w+$/, 'mux-spaces.js');
const scripts = [stockClient, require.resolve('hls.js/dist/hls.min.js')];

interface LiveStream {
  readonly id: string;
  readonly status: string;
  readonly playback_ids: readonly { readonly id: string }[];
  readonly active_asset_id?: string;
  readonly recent_asset_ids?: readonly string[];
}

let file: Awaited<ReturnType<typeof videoTokens>>;
let server: TestServer;
let database: Database;
let browser: TestBrowser;
let page: Page;
/** The site that people meet and watch on: not the server's own. */
const site = createServer((_request, response) => {
  response.setHeader('content-type', 'text/html').end('<body><video muted></video></body>');
});

beforeAll(async () => {
  site.listen(0, '127.0.0.1');
  file = await videoTokens();
  server = await startTestServer({
    ...{ MODE: 'api,edge,rtc', RTC_PORT: '0', RTC_WORKERS: '1', BROADCAST_X264_PRESET: 'ultrafast' },
    ...{ BROADCAST_SEGMENT_SECONDS: '1', BROADCAST_RUNGS: '2' },
    MEDIASOUP_WORKER_BIN: process.env.MEDIASOUP_WORKER_BIN ?? '',
    ...file.environment,
  });
  database = await server.openDatabase();
  // Nobody sends what is queued for it: this process is no worker.
  await callVideo(server.url, 'POST', '/system/v1/webhooks', { address: 'https://app.example/hook' });
  browser = await launchWithCamera();
  page = await browser.context.newPage();
  await page.addInitScript(installPeople);
  await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
  for (const path of scripts) await page.addScriptTag({ content: readFileSync(path, 'utf8') });
  await page.evaluate((url) => {
    window.MUX_SPACES_BACKEND_URL = `${url.replace('http', 'ws')}/pluto`;
  }, server.url);
});
afterAll(async () => {
  await browser?.stop();
  await database?.destroy();
  await server?.stop();
  await file?.remove();
  site.close();
});

async function enter(space: TestSpace, name: string): Promise<void> {
  const token = await space.token({ participant_id: name });
  await page.evaluate((args) => window.people.enter(...args, {}), [name, token] as const);
  await page.evaluate((one) => window.people.publish(one, 'both'), name);
}
const leave = (name: string) => page.evaluate((one) => window.people.space(one).leave(), name);
const events = (name: string) => page.evaluate((one) => window.people.events(one), name);

const createLive = (policy: 'public' | 'signed') =>
  callVideo<LiveStream>(server.url, 'POST', '/video/v1/live-streams', { playback_policies: [policy] });
const readLive = ({ id }: LiveStream) => callVideo<LiveStream>(server.url, 'GET', `/video/v1/live-streams/${id}`);

/** The events that were told, in turn. */
async function told(): Promise<string[]> {
  const rows = await database.selectFrom('callbacks').select('body').orderBy('created_at').execute();
  return rows.map(({ body }) => JSON.parse(body).type);
}

const text = async (path: string): Promise<string> => (await fetch(`${server.url}${path}`)).text();
const bytes = async (path: string) => Buffer.from(await (await fetch(`${server.url}${path}`)).arrayBuffer());

/** The last picture of the newest segment, 64 × 36 pixels. */
async function newestPicture(asset: string) {
  const folder = `/v/${asset}/video/r720_h264`;
  const newest = segmentsOf(await text(`${folder}/playlist.m3u8`)).at(-1);
  const film = Buffer.concat([await bytes(`${folder}/init.mp4`), await bytes(`${folder}/${newest}`)]);
  const filters = ['-vf', 'scale=64:36', '-update', '1', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'];
  const frames = await run('ffmpeg', ['-v', 'error', '-i', 'pipe:0', ...filters], film);
  const pixels = frames.subarray(frames.length - 64 * 36 * 3);
  const [left, right, top] = [
    [16, 14],
    [48, 14],
    [40, 3],
  ].map(([x = 0, y = 0]) => [...pixels.subarray((y * 64 + x) * 3, (y * 64 + x) * 3 + 3)]);
  return { left, right, top, pixels };
}

/** Chromium's made-up camera is green all over. */
const isCamera = ([red = 0, green = 0, blue = 0]: readonly number[] = []): boolean =>
  green > 90 && blue < green / 2 && red < green;

let recorded: string;

/** Another process of the deployment. */
const startOther = (): Promise<{ readonly url: string; stop(): Promise<void> }> =>
  startServer({ ...server.config, PORT: 0 }, ['api']);

test('a space is composed, plays while it is live whoever comes and goes, and is a film afterwards', async () => {
  const space = await createTestSpace(server.url);
  const live = await createLive('public');
  const order = { live_stream_id: live.id, layout: 'gallery', resolution: '1280x720' };
  const spacePath = `/video/v1/spaces/${space.id}/broadcasts`;
  const { id } = await callVideo<{ id: string }>(server.url, 'POST', spacePath, order);
  const play = `/${live.playback_ids[0]?.id}.m3u8`;
  expect((await fetch(server.url + play)).status).toBe(412);
  await Promise.all(['ann', 'bob'].map((name) => enter(space, name)));

  const startingMs = performance.now();
  await callVideo(server.url, 'POST', `${spacePath}/${id}/start`);
  const startedMs = performance.now();
  await expect(callVideo(server.url, 'POST', `${spacePath}/${id}/start`)).rejects.toThrow('already active');
  const asset = (await readLive(live)).active_asset_id ?? '';
  await until(
    () => readLive(live),
    ({ status }) => status === 'active',
  );
  expect(await events('ann')).toContain('BroadcastStateChanged true');
  await page.evaluate((url) => {
    const player = new (
      window as unknown as { Hls: new () => { loadSource(url: string): void; attachMedia(to: Element | null): void } }
    ).Hls();
    const video = document.querySelector('video');
    player.loadSource(url);
    player.attachMedia(video);
    void video?.play();
  }, `${server.url}${play}?redundant_streams=true`);
  const growing = await fetch(`${server.url}/stream/${asset}/video/r720_h264/playlist.m3u8`);
  expect(growing.headers.get('cache-control')).toBe('public, max-age=1');
  expect(await growing.text()).toMatch(/PLAYLIST-TYPE:EVENT(.|\n)*PROGRAM-DATE-TIME:20.*Z\n(?!(.|\n)*ENDLIST)/);

  const both = await until(
    () => newestPicture(asset),
    ({ left, right, top }) => isCamera(left) && isCamera(right) && !isCamera(top),
  );
  await until(
    () => newestPicture(asset),
    ({ pixels }) => !pixels.equals(both.pixels),
  );
  const watched = () =>
    page.evaluate(() => document.querySelector('video')?.getVideoPlaybackQuality().totalVideoFrames ?? 0);
  await until(watched, (frames) => frames > 20);

  await leave('bob');
  await until(
    () => newestPicture(asset),
    ({ top }) => isCamera(top),
  );
  const stoppingMs = performance.now();
  await callVideo(server.url, 'POST', `${spacePath}/${id}/stop`);
  const stoppedMs = performance.now();
  recorded = asset;

  expect(await readLive(live)).toMatchObject({ status: 'idle', recent_asset_ids: [asset] });
  expect((await fetch(server.url + play)).status).toBe(412);
  const master = `${server.url}/v/${asset}/master.m3u8`;
  expect(await text(`/v/${asset}/video/r480_h264/playlist.m3u8`)).toMatch(
    /TYPE:VOD(.|\n)*DATE-TIME(.|\n)*#EXT-X-ENDLIST/,
  );
  const format = ['-show_entries', 'format=duration', '-of', 'csv=p=0', master];
  const durationSeconds = Number((await run('ffprobe', ['-v', 'error', ...format])).toString());
  expect(durationSeconds).toBeGreaterThan((stoppingMs - startedMs) / 1000 - 1);
  expect(durationSeconds).toBeLessThan((stoppedMs - startingMs) / 1000 + 1);
  const [pictures, sounds] = [await timesOf(master, 'v:0'), await timesOf(master, 'a:0')];
  expect(longestStep(pictures)).toBeLessThan(0.041);
  expect(longestStep(sounds)).toBeLessThan(0.022);
  const volume = await run('sh', ['-c', `ffmpeg -hide_banner -i '${master}' -map 0:a -af volumedetect -f null - 2>&1`]);
  expect(Number(/max_volume: (-?[\d.]+) dB/.exec(volume.toString())?.[1])).toBeGreaterThan(-30);
  expect((await fetch(`${server.url}/v/${asset}/manifest.mpd`)).status).toBe(200);
  await until(
    () => events('ann'),
    (log) => log.includes('BroadcastStateChanged false'),
  );
  const ofStream = (await told()).filter((type) => /live_stream|asset/.test(type));
  expect(ofStream).toEqual([
    'video.live_stream.created',
    'video.live_stream.connected',
    'video.asset.created',
    'video.live_stream.recording',
    'video.live_stream.active',
    'video.asset.ready',
    'video.live_stream.disconnected',
    'video.live_stream.idle',
    'video.asset.live_stream_completed',
  ]);
  await leave('ann');
}, 60_000);

/** A recording that a process left, made from the one that ended. */
async function leaveRecording(live: LiveStream, leaseEndsAt: Date): Promise<string> {
  const asset = 'b'.repeat(63) + live.id.slice(0, 1).toLowerCase();
  const row = await database
    .selectFrom('live_recordings')
    .selectAll()
    .where('asset_id', '=', recorded)
    .executeTakeFirstOrThrow();
  for await (const { key } of server.media.list(`videos/${recorded.slice(0, 2)}/${recorded}/`)) {
    const { bytes: content } = await server.media.readBytes(key);
    const open = Buffer.from(content)
      .toString('latin1')
      .replace('TYPE:VOD', 'TYPE:EVENT')
      .replace('#EXT-X-ENDLIST\n', '');
    const to = key.replace(recorded.slice(0, 2), asset.slice(0, 2)).replace(recorded, asset);
    await server.media.put(to, key.endsWith('.m3u8') ? Buffer.from(open, 'latin1') : content);
  }
  await database.insertInto('assets').values({ id: asset, access: 'protected', is_live: true }).execute();
  const fields = { broadcast_id: 'none', space_id: row.space_id, holder: 'a process that was killed' };
  await database
    .insertInto('live_recordings')
    .values({
      ...{ asset_id: asset, environment_id: row.environment_id, live_stream_id: live.id, ...fields },
      ...{ lease_ends_at: leaseEndsAt, model: JSON.stringify(row.model) },
    })
    .execute();
  await database.updateTable('live_streams').set({ status: 'active' }).where('id', '=', live.id).execute();
  return asset;
}

test('a process that does not run the space has the one that does start and stop the broadcast', async () => {
  const other = await startOther();
  const space = await createTestSpace(other.url);
  const live = await createLive('public');
  const order = { live_stream_id: live.id, layout: 'active-speaker', resolution: '720x1280' };
  const spacePath = `/video/v1/spaces/${space.id}/broadcasts`;
  const { id } = await callVideo<{ id: string }>(other.url, 'POST', spacePath, order);
  await enter(space, 'cid');
  await callVideo(other.url, 'POST', `${spacePath}/${id}/start`);
  const asset = (await readLive(live)).active_asset_id;
  await until(
    () => readLive(live),
    ({ status }) => status === 'active',
  );
  await callVideo(other.url, 'POST', `${spacePath}/${id}/stop`);
  expect(await readLive(live)).toMatchObject({ status: 'idle', recent_asset_ids: [asset] });
  expect((await text(`/v/${asset}/master.m3u8`)).split('\n')).toContainEqual(expect.stringContaining('480x854'));
  await leave('cid');
  await other.stop();
});

test('a signed playback id plays with its token alone, and what a killed process recorded is closed by another', async () => {
  const space = await createTestSpace(server.url);
  const live = await createLive('signed');
  const asset = await leaveRecording(live, new Date(Date.now() + 3_600_000));
  const [{ id: playbackId } = { id: '' }] = live.playback_ids;
  const token = (claims: object) =>
    new SignJWT({ sub: playbackId, aud: 'v', exp: Math.floor(Date.now() / 1000) + 60, kid: space.keyId, ...claims })
      .setProtectedHeader({ alg: 'RS256' })
      .sign(space.privateKey);
  const play = (jwt: string) => fetch(`${server.url}/${playbackId}.m3u8?token=${jwt}`);

  expect((await fetch(`${server.url}/${playbackId}.m3u8`)).status).toBe(403);
  expect((await fetch(`${server.url}/v/${asset}/master.m3u8`)).status).toBe(403);
  expect((await play(await token({ aud: 't' }))).status).toBe(403);
  expect((await play(await token({ sub: 'another' }))).status).toBe(403);
  expect((await play(await token({ exp: 1_600_000_000 }))).status).toBe(403);
  const master = await play(await token({}));
  expect(master.status).toBe(200);
  const media = new URL('video/r720_h264/playlist.m3u8', master.url);
  const playlist = await (await fetch(media)).text();
  expect(playlist).not.toContain('ENDLIST');
  expect((await fetch(new URL(segmentsOf(playlist)[0] ?? '', media))).status).toBe(200);

  await database
    .updateTable('live_recordings')
    .set({ lease_ends_at: new Date(0) })
    .where('asset_id', '=', asset)
    .execute();
  await until(
    () => readLive(live),
    ({ status, recent_asset_ids: recent = [] }) => status === 'idle' && recent.includes(asset),
  );
  await until(
    async () => (await fetch(media)).text(),
    (closed) => closed.includes('#EXT-X-ENDLIST'),
  );
  const { presentation } = await database
    .selectFrom('assets')
    .select('presentation')
    .where('id', '=', asset)
    .executeTakeFirstOrThrow();
  expect(presentation).toMatchObject({ durationSeconds: expect.closeTo(segmentsOf(playlist).length, -1) });
});
