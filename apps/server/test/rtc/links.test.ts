import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openSfu, turnSettings } from '../../src/compose/open-sfu.ts';
import { parseConfig } from '../../src/config/parse-config.ts';
import { iceServers } from '../../src/platform/ice-servers.ts';
import { run } from '../fixtures/foreign-tools.ts';
import { launchWithCamera, openPeer, untilFramesAdvance } from './rtc-peer.ts';
import { startCoturn } from './start-coturn.ts';

function configure(environment: Record<string, string>) {
  const worker = { MEDIASOUP_WORKER_BIN: process.env.MEDIASOUP_WORKER_BIN ?? '' };
  const parsing = parseConfig({ RTC_PORT: '0', RTC_WORKERS: '1', ...worker, ...environment });
  if (!parsing.ok) throw new Error(parsing.problems.join('\n'));
  return parsing.config;
}

// Both wait for clocks and links more than they compute.
describe.concurrent('links between browsers and the media server', () => {
  test('on a link that becomes narrow the picture gets smaller instead of standing still, and comes back', async () => {
    const child = join(import.meta.dirname, 'narrowed-link.child.ts');
    const seen = JSON.parse((await run('timeout', ['140', 'unshare', '--net', process.execPath, child])).toString());
    expect(seen.narrowedWidthPx).toBeLessThan(seen.fullWidthPx);
    expect(seen.widenedWidthPx).toBeGreaterThan(seen.narrowedWidthPx);
    expect(seen.longestPauseMs).toBeLessThan(5_000);
  }, 150_000);

  test('a browser that may only use the TURN server sends and receives through it', async () => {
    const coturn = await startCoturn('turn secret of this test');
    const config = configure({ RTC_TURN_URLS: coturn.url, RTC_TURN_SECRET: 'turn secret of this test' });
    const sfu = openSfu(config);
    const browser = await launchWithCamera();
    try {
      const servers = iceServers(turnSettings(config), 'ann', Date.now() / 1000);
      const configuration: RTCConfiguration = {
        iceServers: servers.map((server) => ({ ...server, urls: [...server.urls] })),
        iceTransportPolicy: 'relay',
      };
      const ann = await openPeer(browser, sfu, 'room', 'ann', configuration);
      const bob = await openPeer(browser, sfu, 'room', 'bob', configuration);
      await ann.publish({ kind: 'video', tid: 'camera-1' });
      await bob.receive([{ peer: 'ann', tid: 'camera-1' }]);
      await untilFramesAdvance(bob, 'camera-1');
      const route = await ann.page.evaluate(() => window.rtc.route('publisher'));
      expect(route?.localType).toBe('relay');
      expect(coturn.log()).toMatch(/user <\d+:ann>.*ALLOCATE processed, success/);
    } finally {
      await browser.stop();
      await sfu.stop();
      await coturn.stop();
    }
  });
});
