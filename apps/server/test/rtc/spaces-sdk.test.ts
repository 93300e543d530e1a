import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildSpacesFiles } from '../browser/build-spaces-files.ts';
import type { TestBrowser } from '../browser/launch-browser.ts';
import { type PlayerHost, startPlayerHost } from '../browser/player-host.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';
import { createTestSpace } from '../fixtures/video-space.ts';
import { videoTokens } from '../fixtures/video-tokens.ts';
import { freeUdpPort } from './free-udp-port.ts';
import { launchWithCamera, until } from './rtc-peer.ts';
import { enter, openSdkPage } from './sdk-page.ts';

let bootstrap: Awaited<ReturnType<typeof videoTokens>>;
let server: TestServer;
let browser: TestBrowser;
let host: PlayerHost;
let page: Page;

beforeAll(async () => {
  [bootstrap, browser, host] = await Promise.all([
    videoTokens(),
    launchWithCamera(),
    startPlayerHost(),
    buildSpacesFiles(),
  ]);
  server = await startTestServer({
    ...bootstrap.environment,
    RTC_PORT: String(await freeUdpPort()),
    RTC_WORKERS: '1',
  });
  const space = await createTestSpace(server.url);
  page = await openSdkPage(browser, host.url, server.url);
  await enter(page, 'ada', await space.token({ participant_id: 'ada' }), { displayName: 'Ada' });
  await enter(page, 'bo', await space.token({ participant_id: 'bo' }), { subscriptionMode: 'MANUAL' });
});

afterAll(async () => {
  await browser?.stop();
  await host?.stop();
  await server?.stop();
  await bootstrap?.remove();
});

const heard = (name: string): Promise<readonly string[]> => page.evaluate((who) => window.heard[who] ?? [], name);
const untilHeard = (name: string, event: string): Promise<readonly string[]> =>
  until(
    () => heard(name),
    (events) => events.includes(event),
  );

test('who is there already has joined before join() is done; who comes later joins', async () => {
  expect(await heard('bo')).toContain('ParticipantJoined ada');
  await untilHeard('ada', 'ParticipantJoined bo');
});

test('published tracks are told; by hand they arrive once they are asked for, and go again', async () => {
  await page.evaluate(async () => {
    const tracks = await window.sdk.getUserMedia({ audio: true, video: { width: 320, height: 180, frameRate: 10 } });
    await window.spaces.ada?.localParticipant?.publishTracks(tracks);
  });
  await untilHeard('bo', 'ParticipantTrackPublished ada camera');
  const received = await page.evaluate(async () => {
    const [ada] = [...(window.spaces.bo?.participants.values() ?? [])];
    const before = ada?.isSubscribed();
    await ada?.subscribe();
    const after = ada?.getTracks().map((track) => track.hasMedia());
    await ada?.unsubscribe();
    return { before, after };
  });
  expect(received).toEqual({ before: false, after: [true, true] });
  await untilHeard('bo', 'ParticipantTrackUnsubscribed ada camera');
});

test('another camera takes the place of the first under the same id, and goes on muted or not', async () => {
  const ids = await page.evaluate(async () => {
    const local = window.spaces.ada?.localParticipant;
    const [former] = local?.getVideoTracks() ?? [];
    const [next] = await window.sdk.getUserMedia({ video: { width: 160, height: 90 } });
    next?.mute();
    if (next) await local?.updateTracks([next]);
    const { tid } = former ?? {};
    return { tid, now: local?.getVideoTracks().map((track) => track.tid), isStopped: former?.track?.readyState };
  });
  expect(ids).toEqual({ tid: ids.tid, now: [ids.tid], isStopped: 'ended' });
  await untilHeard('bo', 'ParticipantTrackMuted ada camera');
});

test('messages and names reach the others, and are confirmed to who sent them', async () => {
  await page.evaluate(async () => {
    await window.spaces.ada?.localParticipant?.publishCustomEvent('hello');
    await window.spaces.bo?.localParticipant?.setDisplayName('Bo');
  });
  await untilHeard('bo', 'ParticipantCustomEventPublished ada hello');
  await untilHeard('ada', 'ParticipantDisplayNameChanged bo');
  expect(await page.evaluate(() => window.spaces.bo?.localParticipant?.displayName)).toBe('Bo');
});

test('a message that is too long is refused here, a subscription in automatic mode as well', async () => {
  const errors = await page.evaluate(async () => {
    const nameOf = (error: Error) => error.name;
    const [bo] = [...(window.spaces.ada?.participants.values() ?? [])];
    return [
      await window.spaces.ada?.localParticipant?.publishCustomEvent('ä'.repeat(2049)).catch(nameOf),
      await bo?.subscribe().catch(nameOf),
    ];
  });
  expect(errors).toEqual(['PublishCustomEventError', 'SubscriptionError']);
});

test('a track whose device ends is unpublished; who leaves has left', async () => {
  await page.evaluate(() => window.spaces.ada?.localParticipant?.getAudioTracks()[0]?.stop());
  await untilHeard('bo', 'ParticipantTrackUnpublished ada microphone');
  await page.evaluate(() => window.spaces.ada?.leave());
  await untilHeard('bo', 'ParticipantLeft ada');
});
