import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alice, bootstrapUsers } from '../fixtures/bootstrap-users.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';
import { launchBrowser, type TestBrowser, type WatchedPage } from './launch-browser.ts';

const BYTES = 3_000_000;
const entry = fileURLToPath(new URL('../../../../packages/client/src/index.ts', import.meta.url));
/** A site of a customer, with the client in its page. */
const site = createServer(async (_request, response) => {
  const bundle = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'sluice',
  });
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  response.end(`<!doctype html><link rel="icon" href="data:,"><script>${bundle.outputFiles[0]?.text}</script>`);
});

let file: Awaited<ReturnType<typeof bootstrapUsers>>;
let server: TestServer;
let browser: TestBrowser;
let watched: WatchedPage;
beforeAll(async () => {
  await new Promise<void>((settle) => site.listen(0, '127.0.0.1', settle));
  const origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  file = await bootstrapUsers();
  [server, browser] = await Promise.all([
    startTestServer({ MODE: 'api', CLERK_AUTHORIZED_PARTIES: origin, ...file.environment }),
    launchBrowser(),
  ]);
  watched = await browser.open();
  await watched.page.goto(origin);
  const options = JSON.stringify({ baseUrl: server.url, userKey: alice.key });
  await watched.page.evaluate(`globalThis.mine = sluice.createClient(${options}); void 0`);
});
afterAll(async () => {
  await browser?.stop();
  await server?.stop();
  await file?.remove();
  site.close();
});

const inPage = <T>(script: string): Promise<T> => watched.page.evaluate(`(async () => { ${script} })()`);

describe('the client in a page of a site that the deployment names', () => {
  it('brings a film, tells how far it is, and reads and removes what it made', async () => {
    const { told, found, files } = await inPage<{ told: number[]; found: string; files: { size: number }[] }>(`
      const told = [];
      const options = { onProgress: (sentBytes) => told.push(sentBytes) };
      const { job_id: id } = await mine.uploadVideo('film.mp4', new Blob([new Uint8Array(${BYTES})]), {}, options);
      const found = (await mine.findVideo(id)).storage_path;
      await mine.deleteVideo(id);
      return { told, found, files: (await mine.listFiles()).files };`);
    expect(told.at(-1)).toBe(BYTES);
    expect(found).toBe(`users/${alice.id}/film.mp4`);
    expect(files).toMatchObject([{ size: BYTES }]);
    expect(watched.faults).toEqual([]);
  });

  it('gives an upload up, and throws what the signal says', async () => {
    const outcome = await inPage<string>(`
      const gaveUp = new AbortController();
      const options = { signal: gaveUp.signal, onProgress: () => gaveUp.abort(new Error('changed my mind')) };
      const file = new Blob([new Uint8Array(50 * ${BYTES})]);
      return mine.uploadVideo('half.mp4', file, {}, options).then(() => 'stored', ({ message }) => message);`);
    expect(outcome).toBe('changed my mind');
    const { files } = await inPage<{ files: unknown[] }>(`return mine.listFiles({ prefix: 'half' });`);
    expect(files).toEqual([]);
  });

  it('throws what the store refuses a file with', async () => {
    const refusal = await inPage<object>(`
      const fetch = async (input, init) => {
        const answer = await globalThis.fetch(input, init);
        const body = (await answer.text()).replace(/signature=\\w/, 'signature=x');
        return new Response(body, { status: answer.status });
      };
      const other = sluice.createClient({ baseUrl: '${server.url}', userKey: '${alice.key}', fetch });
      return other.uploadVideo('refused.mp4', new Blob(['film']), {}, { onProgress() {} })
        .then(() => 'stored', ({ name, status }) => ({ name, status }));`);
    expect(refusal).toEqual({ name: 'ApiError', status: 403 });
  });
});
