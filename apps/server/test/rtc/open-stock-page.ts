import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { TestBrowser } from '../browser/launch-browser.ts';
import { until } from './rtc-peer.ts';
import { type EnteredFacts, installPeople } from './space-page.ts';

/** The stock client, as it is published. */
const client = readFileSync(
  createRequire(import.meta.url)
    .resolve('@mux/spaces-web')
    .replace(/index\.\w+$/, 'mux-spaces.js'),
  'utf8',
);

/** A page of another site than the server's, in which people meet with the stock client. */
export interface StockPage {
  enter(name: string, token: string): Promise<EnteredFacts>;
  publish(name: string, what: 'camera' | 'microphone'): Promise<void>;
  /** Resolves once `name` has heard this event so many times. */
  heard(name: string, event: string, times?: number): Promise<void>;
  /** Resolves once `name` is shown more and more frames of somebody's camera. */
  seen(name: string, of: string): Promise<void>;
  leave(name: string): Promise<void>;
  stop(): Promise<void>;
}

export async function openStockPage(browser: TestBrowser, serverUrl: string): Promise<StockPage> {
  const site = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<body></body>');
  });
  await new Promise<void>((settle) => site.listen(0, '127.0.0.1', settle));
  const page = await browser.context.newPage();
  await page.addInitScript(installPeople);
  await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
  await page.addScriptTag({ content: client });
  await page.evaluate((url) => {
    window.MUX_SPACES_BACKEND_URL = `${url.replace('http', 'ws')}/pluto`;
  }, serverUrl);
  const frames = (name: string, of: string) =>
    page.evaluate((args) => window.people.frames(...args), [name, of] as const);
  return {
    enter: (name, token) => page.evaluate((args) => window.people.enter(...args), [name, token, {}] as const),
    async publish(name, what) {
      await page.evaluate((args) => window.people.publish(...args), [name, what] as const);
    },
    async heard(name, event, times = 1) {
      await until(
        () => page.evaluate((one) => window.people.events(one), name),
        (log) => log.filter((one) => one === event).length >= times,
      );
    },
    async seen(name, of) {
      const first = await until(
        () => frames(name, of),
        (count) => count > 0,
      );
      await until(
        () => frames(name, of),
        (count) => count > first,
      );
    },
    leave: (name) => page.evaluate((one) => window.people.space(one).leave(), name),
    async stop() {
      await page.close();
      site.close();
    },
  };
}
