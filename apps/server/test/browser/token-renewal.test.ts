import type { IssueTokenBody } from '@sluice/contract';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepareFilm } from '../fixtures/prepare-film.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';
import { makeTinyClip } from '../fixtures/tiny-clip.ts';
import { buildPlayerFiles } from './build-player-files.ts';
import { launchBrowser, type TestBrowser } from './launch-browser.ts';
import { type PlayerHost, startPlayerHost } from './player-host.ts';
import { readNoticed, watchStalls } from './watched-stalls.ts';
import { readVideo, waitForVideo } from './watched-video.ts';

const lifeSeconds = 10;
const lifetimes = 3;
/** Longer than all that is watched and the buffer ahead of it: there is always something left to ask for. */
const filmSeconds = 90;
const film = 'long-film';
const player = "document.querySelector('sluice-player')";
const video = `${player}.shadowRoot.querySelector('video')`;
const renewalPath = '/v1/playback/tokens/renew';

let server: TestServer;
let host: PlayerHost;
let browser: TestBrowser;

beforeAll(async () => {
  await buildPlayerFiles();
  server = await startTestServer({ SEGMENT_SECONDS: '2' });
  const clip = await makeTinyClip(filmSeconds);
  await prepareFilm(server, { id: film, clip, access: 'protected', isEncrypted: true });
  host = await startPlayerHost();
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.stop();
  await host?.stop();
  await server?.stop();
});

const issue = (body: Omit<IssueTokenBody, 'asset_id'>) =>
  server.client.issuePlaybackToken({ asset_id: film, fresh: true, ...body });

interface SeenAnswer {
  readonly path: string;
  readonly status: number;
  readonly token: string;
  /** The token that the answer brought along. */
  readonly brought: string;
}

/** A browser keeps a playlist for a minute: what an earlier test has loaded brings nothing to the next. */
async function forgetCached(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.clearBrowserCache');
  await session.detach();
}

/** A page that goes nowhere yet; `answers` grows with everything that is answered to it. */
async function openPage(): Promise<{ page: Page; answers: readonly SeenAnswer[] }> {
  const { page } = await browser.open();
  await forgetCached(page);
  const answers: SeenAnswer[] = [];
  page.on('response', (response) => {
    const headers = response.request().headers();
    const { pathname: path } = new URL(response.url());
    const brought = response.headers()['edge-token-renewed'] ?? '';
    answers.push({ path, status: response.status(), token: headers['edge-token'] ?? '', brought });
  });
  return { page, answers };
}

async function watch(token: string): Promise<{ page: Page; answers: readonly SeenAnswer[] }> {
  const { page, answers } = await openPage();
  await page.goto(`${server.url}/watch/${film}#et=${encodeURIComponent(token)}`);
  await waitForVideo(page, video, ({ duration }) => duration > filmSeconds - 1);
  return { page, answers };
}

const isMedia = ({ path }: SeenAnswer): boolean => /^\/[vk]\//.test(path);
const renewals = (answers: readonly SeenAnswer[]) => answers.filter(({ path }) => path === renewalPath);

/**
 * What a closed lid does to a page: none of its script runs until it is opened again. Resolves to by how much `count`
 * grew meanwhile, but for answers that were on their way.
 */
async function sleepPage(page: Page, seconds: number, count: () => number): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('Debugger.enable');
  await session.send('Debugger.pause');
  await new Promise((settle) => setTimeout(settle, 1000));
  const before = count();
  await new Promise((settle) => setTimeout(settle, (seconds - 1) * 1000));
  const grown = count() - before;
  await session.send('Debugger.disable');
  await session.detach();
  return grown;
}

async function readAlert(page: Page): Promise<string> {
  const alert = page.getByRole('alert').filter({ hasText: /\w/ });
  await alert.waitFor();
  return alert.innerText();
}

test('a film plays across three lifetimes of its token and a sleep past the end, and nobody notices', async () => {
  const { token } = await issue({ ttl: lifeSeconds });
  const { page, answers } = await watch(token);
  await page.keyboard.press('k');
  await waitForVideo(page, video, ({ currentTime }) => currentTime > 0.2);
  await watchStalls(page, video);

  const watchedSeconds = lifetimes * lifeSeconds + 1;
  await waitForVideo(page, video, ({ currentTime }) => currentTime > watchedSeconds, 2 * watchedSeconds * 1000);
  expect(renewals(answers).length).toBeGreaterThanOrEqual(lifetimes);

  await page.keyboard.press('k');
  const askedBefore = renewals(answers).length;
  expect(await sleepPage(page, lifeSeconds + 2, () => renewals(answers).length)).toBe(0);

  const asleep = await readVideo(page, video);
  await page.keyboard.press('k');
  await waitForVideo(page, video, ({ currentTime }) => currentTime > asleep.currentTime + 5);
  const last = answers.filter(isMedia).at(-1);
  expect(last).toMatchObject({ status: 200 });
  expect(renewals(answers).length).toBeGreaterThan(askedBefore);
  expect(renewals(answers).filter(({ status }) => status !== 200)).toEqual([]);
  expect(last?.token).not.toBe(token);

  const noticed = await readNoticed(page);
  expect(noticed.reloads).toBe(0);
  expect(noticed.stallsMs.filter((ms) => ms > 500)).toEqual([]);
  expect(answers.filter(({ path }) => path.endsWith('/master.m3u8')).length).toBe(1);

  const answersBefore = answers.length;
  await page.reload();
  await waitForVideo(page, video, ({ duration }) => duration > filmSeconds - 1);
  const afterReload = answers.slice(answersBefore).filter(isMedia);
  expect(afterReload.filter((answer) => answer.status !== 200 || answer.token === token)).toEqual([]);
});

test('a token that a playlist brings along takes the place of the old one', async () => {
  const { token, issued_at: issuedAt } = await issue({ ttl: 6 });
  // More than half of its life is over.
  await new Promise((resolve) => setTimeout(resolve, (issuedAt + 4) * 1000 + 50 - Date.now()));
  const { page, answers } = await watch(token);
  await page.keyboard.press('k');
  await waitForVideo(page, video, ({ currentTime }) => currentTime > 1);
  const [first, ...others] = answers.filter((answer) => isMedia(answer) && !answer.path.endsWith('.jpg'));
  expect([first?.path, first?.token]).toEqual([`/v/${film}/master.m3u8`, token]);
  expect(first?.brought).toMatch(/^v=1~/);
  expect(others.length).toBeGreaterThan(3);
  expect(others.filter((answer) => answer.token === token)).toEqual([]);
  expect([renewals(answers), answers.filter(({ status }) => status >= 400)]).toEqual([[], []]);
});

test('access that is withdrawn in the middle ends with the last loaded picture, and the viewer is told why', async () => {
  const { token, token_id: tokenId } = await issue({});
  const { page } = await watch(token);
  await page.evaluate(`${player}.addEventListener('sluice-error', ({ detail }) => {
    const { currentTime, buffered } = ${video};
    globalThis.stopped = { code: detail.code, leftSeconds: buffered.end(buffered.length - 1) - currentTime };
  })`);
  await page.keyboard.press('k');
  const { currentTime: revokedAt } = await waitForVideo(page, video, ({ currentTime }) => currentTime > 2);
  await server.client.revokePlaybackToken(tokenId);
  // So that the half minute of buffer is over sooner.
  await page.evaluate(`${video}.playbackRate = 5`);

  expect(await readAlert(page)).toMatch(/^Your access was withdrawn\n[\s\S]*token_revoked/);
  const stopped = await page.evaluate<{ code: string; leftSeconds: number }>('stopped');
  expect(stopped.code).toBe('token_revoked');
  expect(stopped.leftSeconds).toBeLessThan(1);
  const { currentTime, isPaused } = await readVideo(page, video);
  expect(isPaused).toBe(true);
  expect(currentTime).toBeGreaterThan(revokedAt + 2);
  expect(currentTime).toBeLessThan(revokedAt + 40);
});

test('at the ceiling of its renewal a playback ends with a message of its own', async () => {
  const { token } = await issue({ ttl: 2, max_lifetime: 3 });
  const { page, answers } = await watch(token);
  await page.waitForTimeout(3500);
  await page.keyboard.press('9');
  expect(await readAlert(page)).toMatch(/^You have reached the time limit\n[\s\S]*renewal_ceiling/);
  expect(answers.filter(({ status }) => status >= 400).length).toBeGreaterThan(0);
});

test('on the page of another site, a token that rides in the address is renewed too', async () => {
  const { urls } = await issue({ ttl: 4 });
  const { page, answers } = await openPage();
  await page.goto(host.url);
  await page.addScriptTag({ type: 'module', url: `${server.url}/player/sluice-player.js` });
  await page.evaluate(`{
    const player = document.createElement('sluice-player');
    Object.assign(player, { src: ${JSON.stringify(urls.hls)}, autoplay: true, muted: true });
    document.querySelector('video').replaceWith(player);
  }`);
  await waitForVideo(page, video, ({ currentTime }) => currentTime > 7);
  expect(renewals(answers).filter(({ status }) => status === 200).length).toBeGreaterThan(0);
  expect(answers.filter(isMedia).at(-1)?.token).not.toBe('');
  expect(answers.filter(({ status }) => status >= 400)).toEqual([]);
});
