import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestBrowser } from '../browser/launch-browser.ts';
import { openRawClient } from '../fixtures/raw-space-client.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';
import { callVideo, createTestSpace, type TestSpace } from '../fixtures/video-space.ts';
import { videoTokens } from '../fixtures/video-tokens.ts';
import { launchWithCamera, until } from './rtc-peer.ts';
import { installPeople } from './space-page.ts';

/** The stock client, as it is published. */
const require = createRequire(import.meta.url);
const client = readFileSync(require.resolve('@mux/spaces-web').replace(/index\.\w+$/, 'mux-spaces.js'), 'utf8');

let file: Awaited<ReturnType<typeof videoTokens>>;
let server: TestServer;
let browser: TestBrowser;
let page: Page;
/** The site of a page that people meet on: not the server's own. */
const site = createServer((_request, response) => {
  response.setHeader('content-type', 'text/html').end('<body></body>');
});
beforeAll(async () => {
  site.listen(0, '127.0.0.1');
  file = await videoTokens();
  server = await startTestServer({
    MODE: 'api,rtc',
    RTC_PORT: '0',
    RTC_WORKERS: '1',
    MEDIASOUP_WORKER_BIN: process.env.MEDIASOUP_WORKER_BIN ?? '',
    SPACE_MAX_PARTICIPANTS: '3',
    SPACE_RECONNECT_GRACE: '2s',
    ...file.environment,
  });
  browser = await launchWithCamera('--auto-select-desktop-capture-source=Entire screen');
  page = await browser.context.newPage();
  await page.addInitScript(installPeople);
  await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
  await page.addScriptTag({ content: client });
  await page.evaluate((url) => {
    window.MUX_SPACES_BACKEND_URL = `${url.replace('http', 'ws')}/pluto`;
    window.MUX_SPACES_HELIOS_URL = url;
  }, server.url);
});
afterAll(async () => {
  await browser?.stop();
  await server?.stop();
  await file?.remove();
  site.close();
});

const enter = (name: string, token: string, options: object = {}) =>
  page.evaluate((args) => window.people.enter(...args), [name, token, options] as const);
const publish = (name: string, what: 'camera' | 'microphone' | 'both' | 'screen') =>
  page.evaluate((args) => window.people.publish(...args), [name, what] as const);
const events = (name: string) => page.evaluate((one) => window.people.events(one), name);
const frames = (name: string, of: string, source?: string) =>
  page.evaluate((args) => window.people.frames(...args), [name, of, source] as const);
const leave = (name: string) => page.evaluate((one) => window.people.space(one).leave(), name);

const heard = (name: string, event: string) =>
  until(
    () => events(name),
    (log) => log.includes(event),
  );

async function seen(name: string, of: string, source?: string): Promise<void> {
  const first = await until(
    () => frames(name, of, source),
    (count) => count > 0,
  );
  await until(
    () => frames(name, of, source),
    (count) => count > first,
  );
}

const untilIdle = (space: TestSpace) =>
  until(
    () => space.read(),
    ({ status }) => status === 'idle',
  );

test('three people meet, see and hear each other, and hear of everything that the others do', async () => {
  const space = await createTestSpace(server.url);
  const [ann, bob] = await Promise.all(
    ['ann', 'bob'].map(async (id) =>
      enter(id, await space.token({ participant_id: id }), { displayName: `I am ${id}` }),
    ),
  );
  expect(ann).toMatchObject({ id: 'ann', role: 1, displayName: 'I am ann' });
  expect(bob).toMatchObject({ id: 'bob', connectionId: expect.not.stringMatching(ann?.connectionId ?? '-') });
  const cid = await enter('cid', await space.token({ role: 'subscriber' }));
  expect(cid).toMatchObject({ id: expect.stringMatching(/.{16,}/), role: 2 });
  expect(await space.read()).toMatchObject({ status: 'active', active_session_id: expect.any(String) });

  expect(await publish('ann', 'both')).toEqual(['microphone', 'camera']);
  await publish('bob', 'camera');
  await Promise.all([seen('bob', 'ann'), seen('cid', 'ann'), seen('ann', 'bob'), seen('cid', 'bob')]);
  expect(await page.evaluate(() => window.sent.some((text) => text.includes('a=simulcast:send q;h;f')))).toBe(true);
  await heard('cid', 'ActiveSpeakersChanged [ann]');

  await page.evaluate(async () => {
    const local = window.people.space('ann').localParticipant;
    const [microphone] = local.getAudioTracks();
    microphone?.mute();
    microphone?.unMute();
    await local.publishCustomEvent('hello');
    await local.setDisplayName('Ann of the hills');
    await window.people.space('ann').submitAcrScore(4);
  });
  await page.mouse.click(1, 1);
  await publish('ann', 'screen');
  await seen('bob', 'ann', 'screenshare');
  await page.evaluate(() => {
    const local = window.people.space('ann').localParticipant;
    return local.unpublishTracks(local.getVideoTracks().filter(({ source }) => source === 'screenshare'));
  });
  await heard('bob', 'ParticipantTrackUnpublished ann screenshare');
  await leave('ann');
  await heard('bob', 'ParticipantLeft ann');
  const log = await events('bob');
  for (const event of [
    'ParticipantJoined ann',
    'ParticipantTrackPublished ann microphone',
    'ParticipantTrackPublished ann camera',
    'ParticipantTrackSubscribed ann camera',
    'ParticipantTrackMuted ann microphone',
    'ParticipantTrackUnmuted ann microphone',
    'ParticipantCustomEventPublished ann hello',
    'ParticipantDisplayNameChanged ann',
    'ParticipantTrackSubscribed ann screenshare',
    'ParticipantTrackUnsubscribed ann screenshare',
    'ParticipantTrackUnpublished ann camera',
  ]) {
    expect(log).toContain(event);
  }
  await Promise.all([leave('bob'), leave('cid')]);
  expect(await untilIdle(space)).not.toHaveProperty('active_session_id');
});

test('who may not come in learns why, and a room takes no more than it may', async () => {
  const space = await createTestSpace(server.url);
  const other = await createTestSpace(server.url);
  expect(await enter('one', await space.token({ participant_id: 'ann' }))).toMatchObject({ id: 'ann' });
  const refused = async (claims: object) => {
    const { error, message } = await enter('other', await space.token(claims as Record<string, unknown>));
    return `${error}: ${message}`;
  };
  expect(await refused({ participant_id: 'ann' })).toBe('JWTError: This participant is in the space already.');
  expect(await refused({ exp: 1_600_000_000 })).toBe('JWTError: The token has expired.');
  expect(await refused({ aud: 'v' })).toBe('JWTError: The token does not open a space.');
  expect(await refused({ role: 'owner' })).toMatch(/^JWTError: The token names a role other than/);
  expect(await enter('other', await other.token({ sub: space.id }))).toMatchObject({ id: expect.any(String) });
  expect(await enter('third', await space.token())).toMatchObject({ id: expect.any(String) });
  expect(await refused({})).toBe('ConnectionError: The space has as many participants as it may have.');
  await Promise.all(['one', 'third'].map(leave));
});

test('in manual mode one receives what one asks for, and no more', async () => {
  const space = await createTestSpace(server.url);
  await enter('ann', await space.token({ participant_id: 'ann' }));
  await publish('ann', 'camera');
  await enter('bob', await space.token(), { subscriptionMode: 'MANUAL' });
  const call = (method: 'subscribe' | 'unsubscribe') =>
    page.evaluate(async (name) => {
      const [participant] = window.people.space('bob').participants.values();
      await participant?.[name]();
      return participant?.isSubscribed();
    }, method);
  expect(await frames('bob', 'ann')).toBe(0);
  expect(await call('subscribe')).toBe(true);
  await seen('bob', 'ann');
  expect(await call('unsubscribe')).toBe(false);
  await heard('bob', 'ParticipantTrackUnsubscribed ann camera');
  expect(await events('bob')).not.toContain('ParticipantTrackUnpublished ann camera');
  await Promise.all(['ann', 'bob'].map(leave));
});

test('who loses the connection comes back as the same participant, with the same tracks', async () => {
  const space = await createTestSpace(server.url);
  await page.evaluate(() => window.sockets.splice(0));
  const before = await enter('ann', await space.token({ participant_id: 'ann' }));
  await enter('bob', await space.token({ participant_id: 'bob' }));
  await publish('ann', 'camera');
  await seen('bob', 'ann');
  // No close code of its own: for the server it is a connection that broke.
  await page.evaluate(() => window.sockets[0]?.close(3001));
  await heard('ann', 'LocalParticipantReconnected ann');
  await until(
    () => events('bob'),
    (log) => log.filter((event) => event === 'ParticipantTrackSubscribed ann camera').length === 2,
  );
  await seen('bob', 'ann');
  const after = await page.evaluate(() => window.people.space('ann').localParticipant.connectionId);
  expect(after).not.toBe(before.connectionId);
  expect(await events('ann')).toEqual(
    expect.arrayContaining(['LocalParticipantReconnecting', 'LocalParticipantReconnected ann']),
  );
  expect(await space.read()).toMatchObject({ status: 'active' });
  await Promise.all(['ann', 'bob'].map(leave));
});

test('whose right is taken back is out at once, and not let in again', async () => {
  const space = await createTestSpace(server.url);
  const client = await openRawClient(server.url, `token=${await space.token({ participant_id: 'mallory' })}`);
  await client.frame('joined');
  await enter('bob', await space.token({ participant_id: 'bob' }));
  await fetch(`${server.url}/v1/edge/revocations`, {
    method: 'POST',
    headers: { 'x-api-key': server.config.API_KEY, 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'subject', value: 'mallory' }),
  });
  expect(await client.frame('error')).toMatchObject({ fatal: true, retry: false });
  expect(await client.closed).toBe(4000);
  await heard('bob', 'ParticipantLeft mallory');
  expect(await enter('mallory', await space.token({ participant_id: 'mallory' }))).toMatchObject({ error: 'JWTError' });
  await callVideo(server.url, 'DELETE', `/video/v1/signing-keys/${space.keyId}`);
  expect(await space.read()).toMatchObject({ status: 'active' });
  await expect(callVideo(server.url, 'DELETE', `/video/v1/spaces/${space.id}`)).rejects.toThrow('400');
  await leave('bob');
});

test('a subscriber that says what its client would not is refused, and all others stay', async () => {
  const space = await createTestSpace(server.url);
  const client = await openRawClient(server.url, `token=${await space.token({ role: 'subscriber' })}`);
  await client.frame('joined');
  for (const message of [
    { pending_track: { tid: 't1', type: 2, source: 'camera', mid: '0' } },
    { offer: 'v=0' },
    { custom_event: { payload: 'x' }, request_id: 'r1' },
    'garbage',
  ]) {
    client.say(message);
    expect(await client.frame('error')).toMatchObject({ fatal: false });
  }
  const publisher = await openRawClient(server.url, `token=${await space.token()}`);
  await publisher.frame('joined');
  publisher.say({ offer: 'no description of a session' });
  expect(await publisher.frame('error')).toMatchObject({ type: 4, fatal: true });
  expect(await publisher.closed).toBe(4000);
  client.say({ set_display_name: 'Sub', request_id: 'r2' });
  expect(await client.frame('participant_update')).toMatchObject({ display_name: 'Sub' });
  client.close();
});

test('when the media server dies, everyone is back by themselves, with their tracks', async () => {
  const space = await createTestSpace(server.url);
  await enter('ann', await space.token({ participant_id: 'ann' }));
  await publish('ann', 'camera');
  await enter('bob', await space.token({ participant_id: 'bob' }));
  await seen('bob', 'ann');
  const workers = execFileSync('ps', ['-o', 'pid=,comm=', '--ppid', String(process.pid)], { encoding: 'utf8' });
  process.kill(Number(/(\d+) mediasoup/.exec(workers)?.[1]), 'SIGKILL');
  await Promise.all(['ann', 'bob'].map((name) => heard(name, `LocalParticipantReconnected ${name}`)));
  await until(
    () => events('bob'),
    (log) => log.filter((event) => event === 'ParticipantTrackSubscribed ann camera').length === 2,
  );
  await seen('bob', 'ann');
  await Promise.all(['ann', 'bob'].map(leave));
  await untilIdle(space);
});
