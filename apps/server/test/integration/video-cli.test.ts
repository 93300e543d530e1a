import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';
import { own, videoTokens } from '../fixtures/video-tokens.ts';

const require = createRequire(import.meta.url);
const program = join(dirname(require.resolve('@mux/cli/package.json')), 'bin', 'mux');

let file: Awaited<ReturnType<typeof videoTokens>>;
let server: TestServer;
/** Where the program keeps what it remembers. */
let home: string;
beforeAll(async () => {
  file = await videoTokens();
  home = await mkdtemp(join(tmpdir(), 'sluice-mux-'));
  server = await startTestServer({ MODE: 'api', ...file.environment });
});
afterAll(async () => {
  await server?.stop();
  await file?.remove();
  await rm(home, { recursive: true, force: true });
});

/** `@mux/cli` 2.0.1 as it is, told nothing but where its API is. */
async function mux(...args: readonly string[]): Promise<unknown> {
  const env = {
    ...{ PATH: process.env.PATH, HOME: home, XDG_CONFIG_HOME: home },
    ...{ MUX_BASE_URL: server.url, MUX_TOKEN_ID: own.id, MUX_TOKEN_SECRET: own.secret },
  };
  const { stdout } = await promisify(execFile)(program, [...args, '--json'], { env });
  return JSON.parse(stdout);
}

it('whoami tells the environment of the token', async () => {
  expect(JSON.stringify(await mux('whoami'))).toContain('production');
});

it('signing-keys lists what another client made', async () => {
  const made = await fetch(new URL('/system/v1/signing-keys', server.url), {
    method: 'POST',
    headers: { authorization: own.basic },
  });
  const { data } = (await made.json()) as { data: { id: string; private_key: string } };
  const listed = JSON.stringify(await mux('signing-keys', 'list'));
  expect(listed).toContain(data.id);
  expect(listed).not.toContain(data.private_key);
});

it('live makes, lists and shows a stream', async () => {
  const { id } = (await mux('live', 'create', '--playback-policy', 'public')) as { id: string };
  expect(JSON.stringify(await mux('live', 'list'))).toContain(id);
  expect(await mux('live', 'get', id)).toMatchObject({ id, status: 'idle' });
});
