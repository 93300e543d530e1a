import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EmbedTokenBody } from '@sluice/contract';
import type { Frame } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepareFilm } from '../fixtures/prepare-film.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';
import { makeTinyClip } from '../fixtures/tiny-clip.ts';
import { buildPlayerFiles } from './build-player-files.ts';
import { launchBrowser, type TestBrowser } from './launch-browser.ts';
import { waitForVideo } from './watched-video.ts';

const film = 'embedded-film';
const video = "document.querySelector('sluice-player').shadowRoot.querySelector('video')";

let server: TestServer;
let browser: TestBrowser;
/** Sites of customers: whatever name below `localhost` is asked for. */
let sites: Server;

beforeAll(async () => {
  await buildPlayerFiles();
  server = await startTestServer();
  await prepareFilm(server, { id: film, clip: await makeTinyClip(40), access: 'protected', isEncrypted: true });
  sites = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'http://site.invalid');
    const [policy, frame] = [searchParams.get('policy') ?? '', searchParams.get('frame') ?? ''];
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(
      `<!doctype html><iframe width="640" height="360" allow="autoplay" referrerpolicy="${policy}" src="${frame}">`,
    );
  }).listen(0, '127.0.0.1');
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.stop();
  sites?.close().closeAllConnections();
  await server?.stop();
});

const create = (rules: Partial<EmbedTokenBody> = {}) =>
  server.client.createEmbedToken({ asset_id: film, domains: ['shop.localhost'], ...rules });

/** What the frame with this address became on a page of `site`. */
async function frameOn(
  site: string,
  frame: string,
  policy = '',
): Promise<{ frame: Frame; status: number | undefined }> {
  const { page } = await browser.open();
  const answered = page.waitForResponse((response) => response.url() === frame);
  const query = new URLSearchParams({ frame, policy });
  await page.goto(`http://${site}:${(sites.address() as AddressInfo).port}/?${query}`);
  const status = (await answered).status();
  const [, inner] = page.frames();
  if (inner === undefined) throw new Error('the page has no frame');
  return { frame: inner, status };
}

const start = (frame: Frame) => frame.evaluate(`{ ${video}.muted = true; void ${video}.play(); }`);

async function playsOf(id: string): Promise<number | undefined> {
  const { embed_tokens: records } = await server.client.listEmbedTokens({ assetId: film });
  return records.find((record) => record.id === id)?.plays;
}

test('the page of an embed token plays in a frame on its domain, and that is one play', async () => {
  const { id, token, embed_url } = await create({ max_plays: 1 });
  expect(embed_url).toBe(`${server.url}/embed/${token}`);
  const { frame, status } = await frameOn('shop.localhost', embed_url);
  expect(status).toBe(200);
  await waitForVideo(frame, video, ({ duration }) => duration > 39);
  await start(frame);
  await waitForVideo(frame, video, ({ currentTime, frames }) => currentTime > 2 && frames > 20);
  expect(await playsOf(id)).toBe(1);
});

test('no other site shows it, whether or not it tells its name', async () => {
  const { embed_url } = await create();
  expect((await frameOn('thief.localhost', embed_url)).status).toBe(403);
  const nameless = await frameOn('thief.localhost', embed_url, 'no-referrer');
  await expect(nameless.frame.evaluate('document.querySelector("sluice-player") !== null')).resolves.toBe(false);
});

test('nor does it open by itself, and what it plays is bound to it', async () => {
  const { token, embed_url } = await create();
  const { page } = await browser.open();
  expect((await page.goto(embed_url))?.status()).toBe(403);
  const master = `/v/${film}/master.m3u8?et=${token}`;
  const fromPage = { headers: { referer: embed_url } };
  const playlist = await rawRequest(server.url, master, fromPage);
  const child = `/v/${film}/${/^video\/\S+$/m.exec(playlist.body.toString())?.[0]}`;
  expect((await rawRequest(server.url, child, fromPage)).status).toBe(200);
  const elsewhere = await rawRequest(server.url, child, { headers: { origin: 'http://shop.localhost' } });
  expect(elsewhere.headers['x-edge-deny']).toBe('domain_mismatch');
});

test('a page that was open for long goes on where it was, with new tokens for what lies below', async () => {
  const { id, embed_url } = await create({ expires_at: Math.floor(Date.now() / 1000) + 4 });
  const { frame } = await frameOn('shop.localhost', embed_url);
  await waitForVideo(frame, video, ({ duration }) => duration > 39);
  await server.client.changeEmbedToken(id, { expires_at: null });
  // Beyond the buffer, with tokens that end with the record that there was when they were made.
  await frame.waitForTimeout(4000);
  await start(frame);
  await frame.evaluate(`${video}.currentTime = 36`);
  await waitForVideo(frame, video, ({ currentTime, frames }) => currentTime > 37 && frames > 5);
  expect(await playsOf(id)).toBe(2);
});
