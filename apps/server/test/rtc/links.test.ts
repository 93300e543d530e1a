import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openSfu, turnSettings } from '../../src/compose/open-sfu.ts';
import { parseConfig } from '../../src/config/parse-config.ts';
import { iceServers } from '../../src/platform/ice-servers.ts';
import { run } from '../fixtures/foreign-tools.ts';
import { freeUdpPort } from './free-udp-port.ts';
import { launchWithCamera, openPeer, until, untilFramesAdvance } from './rtc-peer.ts';
import { startCoturn } from './start-coturn.ts';
import { behind, startLossyRelay } from './start-lossy-relay.ts';

const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));

function configure(environment: Record<string, string>) {
  const worker = { MEDIASOUP_WORKER_BIN: process.env.MEDIASOUP_WORKER_BIN ?? '' };
  const parsing = parseConfig({ RTC_PORT: '0', RTC_WORKERS: '1', ...worker, ...environment });
  if (!parsing.ok) throw new Error(parsing.problems.join('\n'));
  return parsing.config;
}

// All wait for clocks and links more than they compute.
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

  test('where every twentieth packet is lost, and all are late, the picture goes on by what is sent again', async () => {
    const port = await freeUdpPort();
    const sfu = openSfu(configure({ RTC_PORT: String(port) }));
    const [browser, relay] = [await launchWithCamera(), await startLossyRelay(port, 20, 40)];
    try {
      const [ann, bob] = await Promise.all(
        ['ann', 'bob'].map((name) => openPeer(browser, behind(sfu, relay.port), 'room', name)),
      );
      await ann?.publish({ kind: 'video', tid: 'camera-1' });
      await bob?.receive([{ peer: 'ann', tid: 'camera-1' }]);
      const seen = () => bob?.facts('camera-1');
      const first = await until(seen, (facts) => (facts?.frames ?? 0) > 0);
      const startMs = performance.now();
      // Ten pictures are made in a second.
      const last = await until(seen, (facts) => (facts?.frames ?? 0) > (first?.frames ?? 0) + 40);
      expect(performance.now() - startMs).toBeLessThan(8_000);
      expect(last?.resent).toBeGreaterThan(0);
      expect(await ann?.page.evaluate(() => window.rtc.resent())).toBeGreaterThan(0);
      expect(relay.lost).toBeGreaterThan(10);
    } finally {
      await browser.stop();
      await sfu.stop();
      relay.stop();
    }
  });

  test.runIf(hasIpv6)('media flows over IPv6 where the media server listens there', async () => {
    const sfu = openSfu(configure({ RTC_LISTEN_IP: '::1' }));
    const browser = await launchWithCamera();
    try {
      const [ann, bob] = [await openPeer(browser, sfu, 'room', 'ann'), await openPeer(browser, sfu, 'room', 'bob')];
      await ann.publish({ kind: 'video', tid: 'camera-1' });
      await bob.receive([{ peer: 'ann', tid: 'camera-1' }], (offerSdp) => {
        expect(offerSdp).toMatch(/a=candidate:\S+ 1 udp \d+ ::1 \d+ typ host/);
        return offerSdp;
      });
      await untilFramesAdvance(bob, 'camera-1');
    } finally {
      await browser.stop();
      await sfu.stop();
    }
  });
});
