import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import type { TestBrowser } from '../browser/launch-browser.ts';
import { openRawClient, type RawSpaceClient } from '../fixtures/raw-space-client.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';
import { callVideo, createTestSpace, type TestSpace } from '../fixtures/video-space.ts';
import { videoTokens } from '../fixtures/video-tokens.ts';
import { longestStep, segmentsOf, timesOf } from './film-times.ts';
import { openStockPage, type StockPage } from './open-stock-page.ts';
import { launchWithCamera } from './rtc-peer.ts';
import { type RtcNodes, startNodes } from './start-nodes.ts';

let file: Awaited<ReturnType<typeof videoTokens>>;
let front: TestServer;
let rtc: RtcNodes;
let browser: TestBrowser;
let stock: StockPage;

beforeAll(async () => {
  file = await videoTokens();
  [front, browser] = await Promise.all([
    startTestServer({ MODE: 'api,edge', TRUSTED_PROXIES: '127.0.0.1/32', ...file.environment }),
    launchWithCamera(),
  ]);
  // Nobody sends what is queued for it: no process is a worker.
  await callVideo(front.url, 'POST', '/system/v1/webhooks', { address: 'https://app.example/hook' });
  [rtc, stock] = await Promise.all([startNodes(front, 4), openStockPage(browser, front.url)]);
});
afterAll(async () => {
  await stock?.stop();
  await browser?.stop();
  await rtc?.stop();
  await front?.stop();
  await file?.remove();
});

const createLive = () =>
  callVideo<{ id: string; playback_ids: { id: string }[] }>(front.url, 'POST', '/video/v1/live-streams', {
    playback_policies: ['public'],
  });
async function startBroadcast({ id: spaceId }: TestSpace) {
  const live = await createLive();
  const order = { live_stream_id: live.id, layout: 'gallery', resolution: '1280x720' };
  const all = `/video/v1/spaces/${spaceId}/broadcasts`;
  const { id } = await callVideo<{ id: string }>(front.url, 'POST', all, order);
  const path = `${all}/${id}`;
  await callVideo(front.url, 'POST', `${path}/start`);
  return { live, path };
}
const polling = { timeout: 15_000 };
const text = async (url: string): Promise<string> => (await fetch(url)).text();
const pictures = (master: string): string => master.replace('master', 'video/r720_h264/playlist');

/** The multivariant playlist that a live stream leads to, once it plays. */
async function playing(live: Awaited<ReturnType<typeof createLive>>): Promise<string> {
  const url = `${front.url}/${live.playback_ids[0]?.id}.m3u8`;
  await expect.poll(async () => (await fetch(url)).status, polling).toBe(200);
  return (await fetch(url)).url;
}

const join = async (url: string, token: string, more = ''): Promise<RawSpaceClient> =>
  openRawClient(url, `token=${token}${more}`);

test('clients of any process meet on one node, and hear what it says and how it hangs up', async () => {
  const space = await createTestSpace(front.url);
  const ann = await join(front.url, await space.token({ participant_id: 'ann' }));
  await ann.frame('joined');
  const owner = await rtc.ownerOf(space.id);
  const other = rtc.nodes.find((node) => node !== owner);
  const bob = await join(other?.url ?? '', await space.token({ participant_id: 'bob' }));
  expect(await bob.frame('joined')).toMatchObject({ participants: [{ participant_id: 'ann' }] });
  expect(await ann.frame('participant_connected')).toMatchObject({ participant_id: 'bob' });
  bob.say({ custom_event: { payload: 'hello' }, request_id: 'r' });
  expect(await ann.frame('custom_event')).toMatchObject({ payload: 'hello' });
  expect(await (await fetch(`${front.url}/metrics`)).text()).toContain('sluice_space_links 1');
  expect(await (await fetch(`${owner.url}/metrics`)).text()).toContain('sluice_space_participants 2');
  const ready = await fetch(`${owner.url}/readyz`);
  expect(ready.headers.get('x-sluice-media-server')).toMatch(/^mediasoup \d+\.\d+\.\d+ (compiled|prebuilt)$/);
  expect(owner.output()).toMatch(/"engine":"mediasoup \d\S+ (compiled|prebuilt)".*"spaces are hosted here"/);
  expect((await fetch(`${front.url}/readyz`)).headers.get('x-sluice-media-server')).toBeNull();
  // Whoever goes on purpose is gone at once: the node hears with which code.
  bob.close();
  await ann.frame('participant_disconnected');
  ann.say({ offer: 'no description of a session' });
  expect(await ann.frame('error')).toMatchObject({ fatal: true });
  expect(await ann.closed).toBe(4000);
});

test('who may not come in is told so, wherever the space is, and the node knows who asked', async () => {
  const space = await createTestSpace(front.url);
  const refused = await join(front.url, await space.token({ exp: 1_600_000_000 }));
  expect(await refused.frame('error')).toMatchObject({ type: 6, message: 'The token has expired.' });
  expect(await refused.closed).toBe(4000);
  const ann = await join(front.url, await space.token({ participant_id: 'ann' }));
  await ann.frame('joined');
  const owner = await rtc.ownerOf(space.id);
  const headers = { 'x-forwarded-for': '203.0.113.9', 'x-sluice-relay': 'guess', 'x-sluice-client': '198.51.100.6' };
  for (const { url } of [front, owner]) {
    const address = `${url.replace('http', 'ws')}/pluto/v1?token=${await space.token({ participant_id: 'ann' })}`;
    const second = new WebSocket(address, { headers });
    const text = await new Promise((resolve) => second.once('message', resolve));
    expect(JSON.parse(String(text))).toMatchObject({ error: { type: 3 } });
  }
  // The first three bytes of an address, in hexadecimal digits: those of the client, and not those that it made up.
  await owner.saw(/"event":"join".*"duplicate".*"v4:cb0071"/);
  expect(owner.output()).not.toContain('v4:c63364');
  ann.close();
});

test('a node that hangs loses its spaces with their broadcasts, and lets go of them when it wakes', async () => {
  const space = await createTestSpace(front.url);
  const ann = await join(front.url, await space.token({ participant_id: 'ann' }));
  const { session_id: session } = await ann.frame('joined');
  const owner = await rtc.ownerOf(space.id);
  const bob = await join(owner.url, await space.token({ participant_id: 'bob' }));
  await bob.frame('joined');
  const { live, path } = await startBroadcast(space);
  const master = await playing(live);
  process.kill(owner.pid, 'SIGSTOP');
  try {
    const eve = await join(front.url, await space.token({ participant_id: 'eve' }));
    expect(await eve.frame('joined')).toMatchObject({ session_id: session, participants: [] });
    expect(await rtc.ownerOf(space.id)).not.toBe(owner);
    // Its socket is open still, and leads nowhere.
    expect(await ann.closed).toBe(1012);
    const again = await join(front.url, await space.token({ participant_id: 'ann' }), '&reconnect_id=ann');
    await again.frame('joined');
    process.kill(owner.pid, 'SIGCONT');
    expect(await bob.closed).toBe(1012);
    again.say({ set_display_name: 'Ann', request_id: 'r' });
    expect(await eve.frame('participant_update')).toMatchObject({ display_name: 'Ann' });
    await owner.saw(/another process makes this stream grow|"a broadcast broke off"/);
    await expect.poll(() => text(pictures(master)), polling).toMatch(/DISCONTINUITY(.|\n)*seg_(.|\n)*seg_/);
    expect(await callVideo(front.url, 'GET', path)).toMatchObject({ status: 'active' });
    expect(await space.read()).toMatchObject({ status: 'active', active_session_id: session });
    again.close();
    eve.close();
  } finally {
    process.kill(owner.pid, 'SIGCONT');
  }
});

test('when a node is killed, its participants are together again on another by themselves', async () => {
  const space = await createTestSpace(front.url);
  await stock.enter('ann', await space.token({ participant_id: 'ann' }));
  // The token of the second names nobody.
  const { id } = await stock.enter('bob', await space.token());
  await stock.publish('ann', 'camera');
  await stock.seen('bob', 'ann');
  const { active_session_id: session } = await space.read();
  const owner = await rtc.ownerOf(space.id);
  await owner.end('SIGKILL');
  await Promise.all([
    stock.heard('ann', 'LocalParticipantReconnected ann'),
    stock.heard('bob', `LocalParticipantReconnected ${id}`),
    stock.heard('bob', 'ParticipantTrackSubscribed ann camera', 2),
  ]);
  await stock.seen('bob', 'ann');
  expect(await rtc.ownerOf(space.id)).not.toBe(owner);
  expect(await space.read()).toMatchObject({ status: 'active', active_session_id: session });
  await Promise.all(['ann', 'bob'].map(stock.leave));
});

test('a broadcast goes on where its node is killed, in the recording that there is', async () => {
  const space = await createTestSpace(front.url);
  const token = await space.token({ participant_id: 'ann' });
  const ann = await join(front.url, token);
  await ann.frame('joined');
  const { live, path } = await startBroadcast(space);
  const master = await playing(live);
  await expect.poll(async () => segmentsOf(await text(pictures(master))).length, polling).toBeGreaterThan(2);
  const owner = await rtc.ownerOf(space.id);
  await owner.end('SIGKILL');
  const published = await text(pictures(master));

  const again = await join(front.url, token, '&reconnect_id=ann');
  // Whoever is back before the broadcast is told of it afterwards.
  const { broadcasting } = await again.frame('joined');
  if (broadcasting !== true) expect(await again.frame('broadcast_state_update')).toBe(1);
  await expect.poll(() => text(pictures(master)), polling).toMatch(/DISCONTINUITY\n#EXT-X-PROGRAM(.*\n){6}/);
  expect(await text(pictures(master))).toContain(published);
  expect(await playing(live)).toBe(master);
  expect(await callVideo(front.url, 'GET', path)).toMatchObject({ status: 'active' });

  await callVideo(front.url, 'POST', `${path}/stop`);
  // An edge may hand out a playlist that grows for two seconds after it was replaced.
  await expect.poll(() => text(pictures(master)), polling).toMatch(/TYPE:VOD(.|\n)*DISCONTINUITY(.|\n)*ENDLIST/);
  // Whatever was stored of one and not of the other is made up for.
  for (const stream of ['v:0', 'a:0'] as const) {
    const times = await timesOf(master, stream);
    expect(longestStep(times)).toBeLessThan(1.1);
    expect(times).toEqual([...times].sort((one, other) => one - other));
  }
  const told = await rtc.eventsOf(live.id);
  expect(told.filter((type) => /connected|active|idle/.test(type))).toEqual(
    ['connected', 'active', 'disconnected', 'idle'].map((state) => `video.live_stream.${state}`),
  );
  again.close();
});

test('a node that stops sends everyone to another, and no event tells of that', async () => {
  const space = await createTestSpace(front.url);
  const token = await space.token();
  const ann = await join(front.url, token);
  const before = await ann.frame('joined');
  const owner = await rtc.ownerOf(space.id);
  const ended = owner.end('SIGTERM');
  expect(await ann.closed).toBe(1012);
  const again = await join(front.url, token, `&reconnect_id=${before.participant_id}&reconnect_attempt=1`);
  const { session_id, participant_id } = await again.frame('joined');
  expect({ session_id, participant_id }).toEqual({
    session_id: before.session_id,
    participant_id: before.participant_id,
  });
  expect(await rtc.ownerOf(space.id)).not.toBe(owner);
  expect(await ended).toBe(0);
  // Others may still be on their way.
  again.close();
  await expect.poll(async () => (await space.read()).status, { timeout: 10_000 }).toBe('idle');
  expect(await rtc.eventsOf(space.id)).toEqual(['created', 'active', 'idle'].map((state) => `video.space.${state}`));
});
