import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundle } from './bundle.ts';
import { conformanceSuite } from './conformance-suite.ts';
import type { ConformanceResult } from './run-conformance.ts';

let server: Server;
let browser: Browser;
let pageUrl: string;

beforeAll(async () => {
  const script = await bundle(new URL('chromium-page.ts', import.meta.url), 'iife');
  server = createServer((request, response) => {
    const isScript = request.url === '/suite.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : '<!doctype html><title>suite</title><script src="/suite.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  pageUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  });
});

afterAll(async () => {
  await browser?.close();
  await new Promise((resolve) => server?.close(resolve));
});

it('passes every vector in Chromium', async () => {
  const page = await browser.newPage();
  await page.goto(pageUrl);
  const result = await page.evaluate(() =>
    (globalThis as unknown as { runConformance(): Promise<ConformanceResult> }).runConformance(),
  );
  expect(result).toEqual({ passed: conformanceSuite.length, failures: [] });
});
