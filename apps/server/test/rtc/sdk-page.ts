import type * as Sdk from '@sluice/spaces';
import type { Page } from 'playwright-core';
import type { TestBrowser } from '../browser/launch-browser.ts';

declare global {
  interface Window {
    sdk: typeof Sdk;
    spaces: Record<string, Sdk.Space>;
    /** Events of each space in their order, with the ids of participants and the sources of tracks. */
    heard: Record<string, string[]>;
  }
}

/** A page of another origin than the media server, which loads the SDK from there. */
export async function openSdkPage(browser: TestBrowser, hostUrl: string, serverUrl: string): Promise<Page> {
  const { page } = await browser.open();
  await page.goto(hostUrl);
  await page.addScriptTag({
    type: 'module',
    content: `import * as sdk from '${serverUrl}/spaces-sdk/sluice-spaces.js';
      Object.assign(window, { sdk, spaces: {}, heard: {}, MUX_SPACES_BACKEND_URL: '${serverUrl.replace('http', 'ws')}/pluto' });`,
  });
  await page.waitForFunction(() => window.sdk !== undefined);
  return page;
}

/** Joins as `name`, who is this also as a participant's id where the token says so. */
export async function enter(page: Page, name: string, token: string, options: Sdk.SpaceOptions = {}): Promise<void> {
  await page.evaluate(
    async ([who, jwt, how]) => {
      const space = new window.sdk.Space(jwt, how);
      const log: string[] = [];
      window.spaces[who] = space;
      window.heard[who] = log;
      const inWords = (value: unknown): string => {
        const { id, source, payload } = Object(value);
        return String(id ?? source ?? payload ?? value);
      };
      for (const event of Object.values(window.sdk.SpaceEvent))
        space.on(event, (...given: readonly unknown[]) => log.push([event, ...given.map(inWords)].join(' ')));
      await space.join();
    },
    [name, token, options] as const,
  );
}
