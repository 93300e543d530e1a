import { MacKey } from '@sluice/access';
import { signKeyToken } from '@sluice/client';
import type { JobView } from '@sluice/contract';
import type { Page, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nodeCrypto } from '../../src/adapters/crypto/node.ts';
import { cdnSecrets, writeCdnFile } from '../fixtures/cdn-file.ts';
import { startGuardingCdn } from '../fixtures/guarding-cdn.ts';
import { prepareFilm } from '../fixtures/prepare-film.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';
import { makeTinyClip } from '../fixtures/tiny-clip.ts';
import { launchBrowser, type TestBrowser } from './launch-browser.ts';
import { type PlayerHost, startPlayerHost } from './player-host.ts';
import { waitForVideo } from './watched-video.ts';

const openFilm = 'open-film';
const guardedFilm = 'guarded-film';
const clearFilm = 'clear-film';
const cbcsFilm = 'cbcs-film';
const video = "document.querySelector('video')";

let server: TestServer;
/** Of the guarded film, which belongs to a user. */
let jobId: string;
let cdnFile: Awaited<ReturnType<typeof writeCdnFile>>;
let host: PlayerHost;
let browser: TestBrowser;

beforeAll(async () => {
  cdnFile = await writeCdnFile(guardedFilm);
  server = await startTestServer({ CDN_FILE: cdnFile.file });
  const clip = await makeTinyClip(6);
  await prepareFilm(server, { id: openFilm, clip, access: 'public', isEncrypted: true });
  const guarded = await prepareFilm(server, { id: guardedFilm, clip, access: 'protected', isEncrypted: true });
  jobId = await giveToUser(server, guarded);
  await prepareFilm(server, { id: clearFilm, clip, access: 'protected', isEncrypted: false });
  await prepareFilm(server, { id: cbcsFilm, clip, access: 'public', isEncrypted: true, scheme: 'cbcs' });
  host = await startPlayerHost();
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.stop();
  await host?.stop();
  await server?.stop();
  await cdnFile?.remove();
});

/** As if a user had ordered the job. */
async function giveToUser({ openDatabase }: TestServer, { job_id: id, hash }: JobView): Promise<string> {
  const database = await openDatabase();
  const owner_id = '550e8400-e29b-41d4-a716-446655440000';
  await database.insertInto('users').values({ id: owner_id, clerk_user_id: null }).execute();
  await database.updateTable('assets').set({ owner_id }).where('id', '=', hash).execute();
  await database.updateTable('jobs').set({ owner_id }).where('id', '=', id).execute();
  await database.destroy();
  return id;
}

interface Visit {
  readonly page: Page;
  /** Requests to the media server so far. */
  readonly requests: readonly Request[];
}

async function visit(url = host.url): Promise<Visit> {
  const { page } = await browser.open();
  const requests: Request[] = [];
  page.on('request', (request) => {
    if (request.url().startsWith(server.url) && request.method() !== 'OPTIONS') requests.push(request);
  });
  await page.goto(url);
  return { page, requests };
}

/** Media contract §6.3. */
function keyToken(hash: string): string {
  const expSeconds = Math.floor(Date.now() / 1000) + 600;
  return signKeyToken(nodeCrypto(), MacKey.fromText(server.config.KEY_TOKEN_SECRET), { hash, expSeconds });
}

const bearer = (hash: string): string => JSON.stringify(`Bearer ${keyToken(hash)}`);
const keyUrl = (hash: string): string => `${server.url}/api/key/${hash}`;
const streamUrl = (hash: string): string => JSON.stringify(`${server.url}/stream/${hash}/master.m3u8`);

async function urlsOf(film: string, transport: 'query' | 'path' = 'query') {
  const { urls } = await server.client.issuePlaybackToken({ asset_id: film, transport });
  return {
    dash: JSON.stringify(urls.dash),
    hls: JSON.stringify(urls.hls),
    cbcs: JSON.stringify(urls.hls.replace('/master', '/cbcs/master')),
  };
}

/** Several segment borders in, with pictures: a decoder that was given noise shows no frame. */
async function expectPictures({ page }: Visit): Promise<void> {
  await waitForVideo(page, video, ({ frames }) => frames > 0);
  await page.evaluate(`${video}.playbackRate = 2`);
  const { frames } = await waitForVideo(page, video, ({ currentTime }) => currentTime > 3.5);
  expect(frames).toBeGreaterThan(60);
}

async function expectPlayback(visited: Visit): Promise<void> {
  await expectPictures(visited);
  const withKeyToken = visited.requests.filter((request) => request.headers().authorization !== undefined);
  expect(withKeyToken.length).toBeGreaterThan(0);
  expect(withKeyToken.filter((request) => !isKeyApi(request))).toEqual([]);
}

const isKeyApi = (request: Request): boolean => new URL(request.url()).pathname.startsWith('/api/key/');

/** Every request for the film carries the token in the place that it came in, or in the one that DASH has for it. */
function expectToken({ requests }: Visit, carriers: readonly ('query' | 'path')[]): void {
  const places = requests.filter((request) => !isKeyApi(request)).map((request) => new URL(request.url()));
  const found = new Set(
    places.map(({ pathname, search }) =>
      pathname.startsWith('/_t/') ? 'path' : search.includes('et=') ? 'query' : pathname,
    ),
  );
  expect([...found].sort()).toEqual([...carriers].sort());
}

const withHls = (source: string, options: string): string => `(() => {
  const hls = new Hls(${options});
  globalThis.errors = [];
  hls.on(Hls.Events.ERROR, (_, data) => errors.push(data.details));
  hls.loadSource(${source});
  hls.attachMedia(${video});
  void ${video}.play();
})()`;

/** Resolves to the error code, or null. */
const withShaka = (
  source: string,
  drm: string,
  requestType: 'KEY' | 'LICENSE',
  header: string,
): string => `(async () => {
  shaka.polyfill.installAll();
  const player = new shaka.Player();
  await player.attach(${video});
  player.configure({ drm: ${drm} });
  const { RequestType } = shaka.net.NetworkingEngine;
  player.getNetworkingEngine().registerRequestFilter((type, request) => {
    if (type === RequestType.${requestType}) request.headers.Authorization = ${header};
  });
  try {
    await player.load(${source});
    void ${video}.play();
    return null;
  } catch (error) {
    return error.code;
  }
})()`;

const withDash = (source: string, protection: string): string => `(() => {
  const player = dashjs.MediaPlayer().create();
  player.initialize();
  player.setProtectionData(${protection});
  player.attachView(${video});
  player.attachSource(${source});
  void ${video}.play();
})()`;

const documentedHook = (hash: string): string => `{
  xhrSetup(xhr, url) {
    if (url.includes('/api/key/')) xhr.setRequestHeader('Authorization', ${bearer(hash)});
  },
}`;

const clearKeyOptions = (hash: string): string => `{
  emeEnabled: true,
  drmSystems: { 'org.w3.clearkey': { licenseUrl: ${JSON.stringify(keyUrl(hash))} } },
  licenseXhrSetup: (xhr) => xhr.setRequestHeader('Authorization', ${bearer(hash)}),
}`;

const clearKeyServer = (hash: string): string => `{ servers: { 'org.w3.clearkey': ${JSON.stringify(keyUrl(hash))} } }`;

describe('HLS with AES-128', () => {
  test('hls.js plays with the documented Bearer hook', async () => {
    const visited = await visit();
    await visited.page.evaluate(withHls(streamUrl(openFilm), documentedHook(openFilm)));
    await expectPlayback(visited);
  });

  test('hls.js without the hook gets no key and shows no picture', async () => {
    const { page } = await visit();
    await page.evaluate(withHls(streamUrl(openFilm), '{}'));
    await page.waitForFunction(`errors.includes('keyLoadError')`);
    expect(await page.evaluate(`${video}.getVideoPlaybackQuality().totalVideoFrames`)).toBe(0);
  });

  test('Shaka plays with a request filter for the key', async () => {
    const visited = await visit();
    expect(await visited.page.evaluate(withShaka(streamUrl(openFilm), '{}', 'KEY', bearer(openFilm)))).toBeNull();
    await expectPlayback(visited);
  });
});

describe('a protected film through a CDN', () => {
  test('hls.js hands the query of the playlist down to every object, and gets the key from us', async () => {
    const { urls, token } = await server.client.issuePlaybackToken({ asset_id: guardedFilm, deliver_via: 'waf' });
    const query = new URL(urls.hls).search.slice(1);
    const cdn = await startGuardingCdn(server.url, cdnSecrets.origins.waf, () => query);
    const keyHook = `{ xhrSetup(xhr, url) {
      if (url.startsWith(${JSON.stringify(server.url)})) xhr.setRequestHeader('Edge-Token', ${JSON.stringify(token)});
    } }`;
    try {
      const visited = await visit();
      const source = JSON.stringify(`${cdn.url}/v/${guardedFilm}/master.m3u8?${query}`);
      await visited.page.evaluate(withHls(source, keyHook));
      await expectPictures(visited);
      expect(cdn.served.filter((path) => path.endsWith('.m4s')).length).toBeGreaterThan(3);
      expect(cdn.refused).toEqual([]);
      expect([...new Set(visited.requests.map((request) => new URL(request.url()).pathname.split('/')[1]))]).toEqual([
        'k',
      ]);
    } finally {
      await cdn.stop();
    }
  });
});

describe('a film of a user by the id of its job', () => {
  test('hls.js on a page of another origin, with no hook and no header', async () => {
    const visited = await visit();
    await visited.page.evaluate(withHls(JSON.stringify(`${server.url}/api/playback/stream/${jobId}`), '{}'));
    await expectPictures(visited);
    const headers = visited.requests.map((request) => request.headers());
    expect(headers.filter((of) => of.authorization !== undefined || of['edge-token'] !== undefined)).toEqual([]);
  });
});

describe('a protected film by its address alone', () => {
  test.each([
    ['encrypted', guardedFilm, 'query'],
    ['clear', clearFilm, 'path'],
  ] as const)('hls.js, HLS, %s', async (_, film, carrier) => {
    const visited = await visit();
    await visited.page.evaluate(withHls((await urlsOf(film, carrier)).hls, '{}'));
    await expectPictures(visited);
    expectToken(visited, [carrier]);
  });

  test.each([
    ['encrypted', guardedFilm, 'path'],
    ['clear', clearFilm, 'query'],
  ] as const)('Shaka, HLS, %s', async (_, film, carrier) => {
    const visited = await visit();
    const load = withShaka((await urlsOf(film, carrier)).hls, '{}', 'LICENSE', '""');
    expect(await visited.page.evaluate(load)).toBeNull();
    await expectPictures(visited);
    expectToken(visited, [carrier]);
  });

  test('Shaka, DASH, clear', async () => {
    const visited = await visit();
    const load = withShaka((await urlsOf(clearFilm)).dash, '{}', 'LICENSE', '""');
    expect(await visited.page.evaluate(load)).toBeNull();
    await expectPictures(visited);
    expectToken(visited, ['path']);
  });

  test('Shaka, DASH, encrypted, with a ClearKey licence', async () => {
    const visited = await visit();
    const load = withShaka(
      (await urlsOf(guardedFilm)).dash,
      clearKeyServer(guardedFilm),
      'LICENSE',
      bearer(guardedFilm),
    );
    expect(await visited.page.evaluate(load)).toBeNull();
    await expectPlayback(visited);
    expectToken(visited, ['path']);
  });

  test('dash.js, DASH, clear, from a query to the path', async () => {
    const visited = await visit();
    const source = (await urlsOf(clearFilm)).hls.replace('master.m3u8', 'manifest.mpd');
    await visited.page.evaluate(withDash(source, '{}'));
    await expectPictures(visited);
    expectToken(visited, ['path', 'query']);
  });

  test('dash.js, DASH, encrypted, with a ClearKey licence', async () => {
    const visited = await visit();
    // dash.js asks for cookies along with an Authorization header: the answer has to name the page's origin.
    const licence = `{
      serverURL: ${JSON.stringify(keyUrl(guardedFilm))},
      httpRequestHeaders: { Authorization: ${bearer(guardedFilm)} },
    }`;
    const source = (await urlsOf(guardedFilm)).dash;
    await visited.page.evaluate(withDash(source, `{ 'org.w3.clearkey': ${licence} }`));
    await expectPlayback(visited);
    expectToken(visited, ['path']);
  });
});

// Chromium's own HLS player, which sends no header. It cannot decrypt AES-128, Safari's can.
describe('a video element that has nothing but an address', () => {
  const play = (url: string): string => `{ ${video}.src = ${url}; void ${video}.play(); }`;

  test('plays with the token in the path', async () => {
    const visited = await visit();
    await visited.page.evaluate(play((await urlsOf(clearFilm, 'path')).hls));
    await expectPictures(visited);
  });

  test('plays with the token in a cookie that reaches this film only', async () => {
    const { urls, cookies } = await server.client.issuePlaybackToken({ asset_id: clearFilm, transport: 'cookie' });
    expect(urls.hls).toBe(`${server.url}/v/${clearFilm}/master.m3u8`);
    const visited = await visit(host.urlWithCookies(cookies));
    await visited.page.evaluate(play(JSON.stringify(urls.hls)));
    await expectPictures(visited);
    const other = await visited.page.evaluate(
      `fetch(${JSON.stringify(`${server.url}/v/${guardedFilm}/master.m3u8`)}).then(({ status }) => status)`,
    );
    expect(other).toBe(403);
    await browser.context.clearCookies();
  });
});

describe('CBCS made on request', () => {
  test('hls.js plays the HLS form through EME', async () => {
    const visited = await visit();
    await visited.page.evaluate(withHls((await urlsOf(guardedFilm)).cbcs, clearKeyOptions(guardedFilm)));
    await expectPlayback(visited);
  });

  test('a licence for another film is refused, and no picture shows', async () => {
    const { page } = await visit();
    const load = withShaka((await urlsOf(guardedFilm)).dash, clearKeyServer(guardedFilm), 'LICENSE', bearer(openFilm));
    await page.evaluate(`void ${load}`);
    const refused = await page
      .waitForResponse(({ url }) => url().includes('/api/key/'), { timeout: 10_000 })
      .catch(() => null);
    expect(refused?.status() ?? 403).toBe(403);
    await page.waitForTimeout(1000);
    expect(await page.evaluate(`${video}.getVideoPlaybackQuality().totalVideoFrames`)).toBe(0);
  });
});

describe('CBCS as stored', () => {
  test('Shaka plays the documented address with a request filter for the key', async () => {
    const visited = await visit();
    expect(await visited.page.evaluate(withShaka(streamUrl(cbcsFilm), '{}', 'KEY', bearer(cbcsFilm)))).toBeNull();
    await expectPlayback(visited);
  });

  test('hls.js plays the ClearKey form of it through EME', async () => {
    const visited = await visit();
    const source = JSON.stringify(`${server.url}/v/${cbcsFilm}/cbcs/master.m3u8`);
    await visited.page.evaluate(withHls(source, clearKeyOptions(cbcsFilm)));
    await expectPlayback(visited);
  });
});
