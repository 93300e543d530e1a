import type { Page } from 'playwright-core';
import type { PublishedTrack, Sfu, TrackRef } from '../../src/ports/sfu.ts';
import { launchBrowser, type TestBrowser } from '../browser/launch-browser.ts';
import { installRtc, type PublishOptions, type ReceivedFacts } from './page-script.ts';

const flags = [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  // In a network of its own the loopback is all there is.
  '--allow-loopback-in-peer-connection',
  '--disable-features=WebRtcHideLocalIpsWithMdns',
];

/** Chromium whose camera and microphone are made up: a moving picture, and a beep every second. */
export const launchWithCamera = (...more: readonly string[]): Promise<TestBrowser> =>
  launchBrowser({ flags: [...flags, ...more] });

/** One person in a room: a page of Chromium, with the test between it and the media server. */
export interface RtcPeer {
  readonly page: Page;
  readonly name: string;
  /** Adds tracks and negotiates. */
  publish(...tracks: readonly PublishOptions[]): Promise<readonly PublishedTrack[]>;
  unpublish(tid: string): Promise<void>;
  /** Offers again as it is; `change` sees the answer before the browser does. */
  negotiate(options?: {
    restart?: boolean;
    change?: (answerSdp: string) => string;
  }): Promise<readonly PublishedTrack[]>;
  /** Opens the receiving connection unless it is, and receives exactly these tracks. */
  receive(tracks: readonly TrackRef[], change?: (offerSdp: string) => string): Promise<void>;
  session(): string;
  facts(tid: string): Promise<ReceivedFacts | undefined>;
}

/** Polls `look` until `isReached`; rejects with what was seen last. */
export async function until<T>(
  look: () => Promise<T> | T,
  isReached: (seen: T) => boolean,
  timeoutMs = 20_000,
): Promise<T> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (isReached(seen)) return seen;
    if (performance.now() > end) throw new Error(`never came: ${isReached}; last seen ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Resolves once frames of the track are decoded, and more of them. */
export async function untilFramesAdvance(peer: RtcPeer, tid: string, timeoutMs?: number): Promise<void> {
  const first = await until(
    () => peer.facts(tid),
    (facts) => (facts?.frames ?? 0) > 0,
    timeoutMs,
  );
  await until(
    () => peer.facts(tid),
    (facts) => (facts?.frames ?? 0) > (first?.frames ?? 0) + 2,
    timeoutMs,
  );
}

export async function openPeer(
  browser: TestBrowser,
  sfu: Sfu,
  room: string,
  name: string,
  configuration: RTCConfiguration = {},
): Promise<RtcPeer> {
  const page = await browser.context.newPage();
  await page.route('http://localhost/*', (route) => route.fulfill({ contentType: 'text/html', body: '<body></body>' }));
  await page.addInitScript(installRtc);
  await page.goto('http://localhost/');
  await page.evaluate((given) => window.rtc.configure(given), configuration);
  let session: string | undefined;

  const negotiate: RtcPeer['negotiate'] = async ({ restart = false, change = (sdp: string) => sdp } = {}) => {
    const { sdp, bindings } = await page.evaluate((again) => window.rtc.offer(again), restart);
    const { answerSdp, tracks } = await sfu.publish(room, name, sdp, bindings);
    await page.evaluate((answer) => window.rtc.accept(answer), change(answerSdp));
    return tracks;
  };

  async function answer(offerSdp: string): Promise<void> {
    const answerSdp = await page.evaluate((offer) => window.rtc.receive(offer), offerSdp);
    const next = await sfu.answer(session ?? '', answerSdp);
    if (next !== null) await answer(next.offerSdp);
  }

  return {
    page,
    name,
    async publish(...tracks) {
      for (const track of tracks) await page.evaluate((options) => window.rtc.publish(options), track);
      return negotiate();
    },
    async unpublish(tid) {
      await page.evaluate((id) => window.rtc.unpublish(id), tid);
      await negotiate();
    },
    negotiate,
    async receive(tracks, change = (sdp) => sdp) {
      if (session === undefined) {
        const first = await sfu.subscribe(room, name);
        session = first.session;
        await answer(change(first.offerSdp));
      }
      const offer = await sfu.setTracks(session, tracks);
      if (offer !== null) await answer(change(offer.offerSdp));
    },
    session: () => session ?? '',
    facts: (tid) => page.evaluate(async (id) => (await window.rtc.facts())[id], tid),
  };
}
