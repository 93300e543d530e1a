import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildSpacesFiles } from '../browser/build-spaces-files.ts';
import { launchBrowser, type TestBrowser } from '../browser/launch-browser.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';
import { createTestSpace, type TestSpace } from '../fixtures/video-space.ts';
import { videoTokens } from '../fixtures/video-tokens.ts';
import { freeUdpPort } from './free-udp-port.ts';
import { type Guest, openGuest } from './guest.ts';
import { launchWithCamera, until } from './rtc-peer.ts';

let bootstrap: Awaited<ReturnType<typeof videoTokens>>;
let server: TestServer;
let browser: TestBrowser;
let space: TestSpace;
let ada: Guest;
let bo: Guest;

beforeAll(async () => {
  [bootstrap, browser] = await Promise.all([videoTokens(), launchWithCamera(), buildSpacesFiles()]);
  server = await startTestServer({
    ...bootstrap.environment,
    RTC_PORT: String(await freeUdpPort()),
    RTC_WORKERS: '1',
    SPACE_MAX_PARTICIPANTS: '3',
  });
  space = await createTestSpace(server.url);
  [ada, bo] = await Promise.all([invite('Ada'), invite('Bo')]);
  await Promise.all([ada.join(), bo.join()]);
});

afterAll(async () => {
  await browser?.stop();
  await server?.stop();
  await bootstrap?.remove();
});

const linkTo = async (claims: Readonly<Record<string, unknown>> = {}): Promise<string> =>
  `${server.url}/spaces/${space.id}#token=${await space.token(claims)}`;

const invite = async (name: string, claims: Readonly<Record<string, unknown>> = {}): Promise<Guest> =>
  openGuest(browser, await linkTo(claims), name);

const tileOf = ({ page }: Guest, name: string) => page.getByRole('figure').filter({ hasText: name });

describe('two people', () => {
  test('see each other and themselves move', async () => {
    await Promise.all([ada.untilFramesAdvance('Bo'), bo.untilFramesAdvance('Ada'), bo.untilFramesAdvance('Bo (you)')]);
    expect(await ada.page.getByText('2 people').count()).toBe(1);
    expect(await tileOf(bo, 'Bo (you)').locator('video.mirrored').count()).toBe(1);
  });

  test('who is heard is marked', async () => {
    await tileOf(ada, 'Bo').and(ada.page.locator('[data-speaking]')).waitFor();
  });

  test('see who has turned off microphone and camera, and on again by key', async () => {
    await bo.press('Turn microphone off');
    await tileOf(ada, 'Bo').getByRole('img', { name: 'microphone off' }).waitFor();
    await bo.press('Turn camera off');
    await tileOf(ada, 'Bo').locator('video').waitFor({ state: 'detached' });
    await bo.page.keyboard.press('m');
    await bo.page.keyboard.press('v');
    await tileOf(ada, 'Bo').getByRole('img', { name: 'microphone off' }).waitFor({ state: 'hidden' });
    await ada.untilFramesAdvance('Bo');
  });

  test('see a shared screen large, until it is shared no more', async () => {
    await bo.press('Share your screen');
    await ada.untilFramesAdvance('Bo: screen');
    const [screen, person] = await Promise.all([
      tileOf(ada, 'Bo: screen').boundingBox(),
      tileOf(ada, 'Ada (you)').boundingBox(),
    ]);
    expect(screen?.width).toBeGreaterThan(3 * (person?.width ?? Number.POSITIVE_INFINITY));
    await bo.page.getByText('You are sharing your screen').waitFor();
    await bo.press('Stop sharing your screen');
    await tileOf(ada, 'Bo: screen').waitFor({ state: 'detached' });
    await ada.untilFramesAdvance('Bo');
  });

  test('a socket that breaks is replaced, and both see each other again', async () => {
    const before = await space.read();
    await bo.breakSocket();
    await bo.page.getByText('Reconnecting').waitFor();
    await bo.page.getByText('Connected').waitFor();
    await Promise.all([ada.untilFramesAdvance('Bo'), bo.untilFramesAdvance('Ada')]);
    expect(await ada.page.getByRole('figure').count()).toBe(2);
    expect((await space.read()).active_session_id).toBe(before.active_session_id);
  });

  test('nothing went wrong in the pages, and the token is in no address', async () => {
    expect([...ada.faults, ...bo.faults]).toEqual([]);
    expect(ada.page.url()).toBe(`${server.url}/spaces/${space.id}`);
  });
});

describe('who comes third', () => {
  test('with a token to receive joins to watch and listen, and asks for no device', async () => {
    const eve = await invite('Eve', { role: 'subscriber' });
    await eve.page.getByText('You join to watch and listen.').waitFor();
    await eve.join();
    await Promise.all([eve.untilFramesAdvance('Ada'), eve.untilFramesAdvance('Bo')]);
    expect(await eve.page.getByRole('button', { name: /camera|microphone|screen/ }).count()).toBe(0);

    const max = await invite('Max');
    await max.page.getByRole('button', { name: 'Join', exact: true }).click();
    expect(await max.page.getByRole('alert').innerText()).toContain('The space is full');

    await eve.press('Leave');
    await eve.page.getByText('You have left the space').waitFor();
    await tileOf(ada, 'Eve').waitFor({ state: 'detached' });
    await Promise.all([eve, max].map(({ page }) => page.close()));
  });

  test('without camera and microphone reads so, and joins all the same', async () => {
    const plain = await launchBrowser({ flags: ['--allow-loopback-in-peer-connection'] });
    try {
      const deaf = await openGuest(plain, await linkTo(), 'Sam');
      await deaf.page.getByText('No camera found. No microphone found.').waitFor();
      await deaf.join();
      await deaf.untilFramesAdvance('Ada');
      await tileOf(ada, 'Sam').waitFor();
      expect(deaf.faults).toEqual([]);
    } finally {
      await plain.stop();
    }
    await tileOf(ada, 'Sam').waitFor({ state: 'detached' });
  });

  test.each([
    ['an expired token', { exp: 1_700_000_000 }, 'This link has expired'],
    ['the token of another space', { sub: 'another' }, 'This link does not open the space'],
  ])('with %s reads why not', async (_, claims, sentence) => {
    const late = await invite('Late', claims);
    await late.page.getByRole('button', { name: 'Join', exact: true }).click();
    await until(
      () => late.page.getByRole('alert').innerText(),
      (text) => text.includes(sentence),
    );
    await late.page.close();
  });

  test('under a name that is there already reads so, and may paste the invitation', async () => {
    const link = await linkTo({ participant_id: 'zoe' });
    const first = await openGuest(browser, link, 'Zoe');
    await first.join();
    const second = await openGuest(browser, `${server.url}/spaces/${space.id}`, 'Zoe');
    await second.page.getByLabel('Invitation').fill(await linkTo({ participant_id: 'zoe', exp: 4_000_000_000 }));
    await second.page.getByRole('button', { name: 'Join', exact: true }).click();
    await second.page.getByText('You are in this space already').waitFor();
    await Promise.all([first, second].map(({ page }) => page.close()));
    await tileOf(ada, 'Zoe').waitFor({ state: 'detached' });
  });
});
