import type { Page } from 'playwright-core';
import type { TestBrowser } from '../browser/launch-browser.ts';
import { until } from './rtc-peer.ts';

declare global {
  interface Window {
    guestSockets: WebSocket[];
  }
}

/** Somebody with the page of a space open. */
export interface Guest {
  readonly page: Page;
  readonly name: string;
  /** What went wrong in the page so far. */
  readonly faults: readonly string[];
  join(): Promise<void>;
  /** Presses a control by what it does. */
  press(label: string): Promise<void>;
  /** Resolves once more frames of this tile's picture are shown than at the call. */
  untilFramesAdvance(tile: string): Promise<void>;
  /** Tears the connection down as a network does. */
  breakSocket(): Promise<void>;
}

function keepSockets(): void {
  window.guestSockets = [];
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(address: string | URL) {
      super(address);
      window.guestSockets.push(this);
    }
  };
}

export async function openGuest(browser: TestBrowser, address: string, name: string): Promise<Guest> {
  const { page, faults } = await browser.open();
  await page.addInitScript(keepSockets);
  await page.goto(address);
  await page.getByLabel('Your name').fill(name);
  const framesOf = (tile: string) =>
    page
      .getByRole('figure')
      .filter({ hasText: tile })
      .locator('video')
      .evaluateAll(
        (videos) => (videos[0] as HTMLVideoElement | undefined)?.getVideoPlaybackQuality().totalVideoFrames ?? 0,
      );
  return {
    page,
    name,
    faults,
    async join() {
      const picture = page.getByLabel('Your camera');
      const trouble = page.getByText('No camera found.');
      if (await page.getByLabel('Preview').isVisible()) await picture.or(trouble).filter({ visible: true }).waitFor();
      await page.getByRole('button', { name: 'Join', exact: true }).click();
      await page.getByRole('toolbar').waitFor();
    },
    press: (label) => page.getByRole('button', { name: label }).click(),
    async untilFramesAdvance(tile) {
      const first = await until(
        () => framesOf(tile),
        (frames) => frames > 0,
      );
      await until(
        () => framesOf(tile),
        (frames) => frames > first + 2,
      );
    },
    breakSocket: () => page.evaluate(() => window.guestSockets.at(-1)?.close(4999)),
  };
}
