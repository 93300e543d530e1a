import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

/** A Chromium with an empty profile of its own. */
export interface TestBrowser {
  readonly context: BrowserContext;
  /** A page whose console errors, script errors and refusals by the content policy are kept. */
  open(): Promise<WatchedPage>;
  stop(): Promise<void>;
}

export interface WatchedPage {
  readonly page: Page;
  /** Everything that went wrong in the page so far, in words. */
  readonly faults: readonly string[];
}

/** As in a browser of a person: sandbox and graphics card are what a build machine lacks. */
const flags = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
];

export async function launchBrowser(
  options: {
    readonly viewport?: { width: number; height: number };
    readonly isPhone?: boolean;
    readonly flags?: readonly string[];
  } = {},
): Promise<TestBrowser> {
  const profile = await mkdtemp(join(tmpdir(), 'sluice-browser-'));
  const { viewport = { width: 1280, height: 800 }, isPhone = false } = options;
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: '/usr/bin/chromium',
    // Playwright's own headless mode starts another program, which Debian does not ship.
    headless: false,
    args: [...flags, ...(options.flags ?? [])],
    viewport,
    isMobile: isPhone,
    hasTouch: isPhone,
  });
  return {
    context,
    async open() {
      const page = await context.newPage();
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
      page.on('console', (message) => {
        if (message.type() === 'error') faults.push(`console: ${message.text()}`);
      });
      await page.exposeFunction('reportPolicyViolation', (text: string) => faults.push(`content policy: ${text}`));
      await page.addInitScript(`addEventListener('securitypolicyviolation', (event) =>
        reportPolicyViolation(event.violatedDirective + ' ' + event.blockedURI))`);
      return { page, faults };
    },
    async stop() {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}
