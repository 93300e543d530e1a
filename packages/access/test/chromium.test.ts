import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { conformanceSuite } from './conformance-suite.ts';

let server: Server;
let browser: Browser;
let pageUrl: string;

async function bundlePage(): Promise<string> {
  const entry = fileURLToPath(new URL('chromium-page.ts', import.meta.url));
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    format: 'iife',
    write: false,
    target: 'es2022',
  });
  return outputFiles[0]?.text ?? '';
}

beforeAll(async () => {
  const script = await bundlePage();
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
    (globalThis as unknown as { runConformance(): Promise<{ passed: number; failures: string[] }> }).runConformance(),
  );
  expect(result).toEqual({ passed: conformanceSuite.length, failures: [] });
});
