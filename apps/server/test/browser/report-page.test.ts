import type { SharedReportView } from '@sluice/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alice, bootstrapUsers } from '../fixtures/bootstrap-users.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';
import { makeTinyClip } from '../fixtures/tiny-clip.ts';
import { makeUsersFilm } from '../fixtures/users-film.ts';
import { launchBrowser, type TestBrowser } from './launch-browser.ts';

let file: Awaited<ReturnType<typeof bootstrapUsers>>;
let server: TestServer;
let browser: TestBrowser;
let shared: SharedReportView;
beforeAll(async () => {
  file = await bootstrapUsers();
  server = await startTestServer({ QUALITY_FIGURES: 'true', ...file.environment });
  const video = await makeUsersFilm(server, alice, { id: 'told', clip: await makeTinyClip(2), isEncrypted: false });
  const headers = { authorization: alice.key };
  const body = JSON.stringify({ video_id: video });
  shared = JSON.parse(
    (await rawRequest(server.url, '/api/shared-reports', { method: 'POST', headers, body })).body.toString(),
  );
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.stop();
  await server?.stop();
  await file.remove();
});

describe('the page of a shared report', () => {
  it.each([
    ['wide', 1280, 960],
    ['narrow', 390, 400],
  ])('shows figures and pictures on a %s screen, without a fault', async (_name, width, chartWidth) => {
    const { page, faults } = await browser.open();
    await page.setViewportSize({ width, height: 844 });
    await page.goto(`${server.url}/reports/${shared.share_hash}`, { waitUntil: 'load' });
    expect(await page.title()).toBe('told.mp4 · report');
    expect(await page.locator('h1').textContent()).toBe('told.mp4');
    expect(await page.locator('tbody tr').count()).toBe(2);
    const widths = await page.evaluate('[...document.images].map((image) => image.naturalWidth)');
    expect(widths).toEqual([192, chartWidth]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    expect(faults).toEqual([]);
    await page.close();
  });
});
