#!/usr/bin/env node
// Brings the media server's worker: `node scripts/setup/media-worker.mjs`. Runs on Node.js 20.
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BUILD_PACKAGES, ensureDebianPackages } from './debian.mjs';
import { exclusively } from './exclusive.mjs';
import { buildFolder, mediasoupFolder, mediaWorkerFile } from './media-worker-file.mjs';
import { runCommand } from './run-command.mjs';
import { giveUp, say } from './say.mjs';

const REACH_MS = 5_000;
const DOWNLOAD_MS = 120_000;
/** What the worker answers when it is not started by mediasoup: upstream's own sign that it runs on this machine. */
const RUNS_STATUS = 41;
/** Of Debian's ninja, when it was stopped. */
const INTERRUPTED_STATUS = 2;

/** True when the worker is there and runs with this machine's libraries. */
export function runsHere(file) {
  return spawnSync(file, [], { env: {}, stdio: 'ignore', timeout: 10_000 }).status === RUNS_STATUS;
}

async function isReached(url) {
  try {
    await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(REACH_MS) });
    return true;
  } catch {
    return false;
  }
}

/** Upstream's prebuilt worker, by the install script of the package; undefined where it cannot be had. */
async function download(root) {
  const base = process.env.MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL ?? 'https://github.com/';
  if (!(await isReached(base))) return undefined;
  say('downloading the worker that mediasoup has built');
  const folder = mediasoupFolder(root);
  const { MEDIASOUP_WORKER_BIN: _ours, ...rest } = process.env;
  // Where the download fails, the script would fetch a Python tool chain and build: we have our own way for that.
  const env = { ...rest, PYTHON: 'false', MEDIASOUP_FORCE_WORKER_PREBUILT_DOWNLOAD: '1' };
  const options = { cwd: folder, env, stdio: 'ignore', timeout: DOWNLOAD_MS };
  const status = await runCommand(process.execPath, ['npm-scripts.mjs', 'postinstall'], options);
  const worker = join(folder, 'worker/out/Release/mediasoup-worker');
  return status === 0 && runsHere(worker) ? worker : undefined;
}

/** The worker compiled from the package's own sources. */
async function build(root, folder) {
  await ensureDebianPackages(BUILD_PACKAGES);
  const startedAt = Date.now();
  const work = join(folder, 'build');
  const quiet = { stdio: ['ignore', 'ignore', 'inherit'] };
  const source = join(mediasoupFolder(root), 'worker');
  const configure = ['-G', 'Ninja', '-S', buildFolder(root), '-B', work, `-DWORKER_SOURCE=${source}`];
  if ((await runCommand('cmake', [...configure, '-DCMAKE_BUILD_TYPE=Release', '-Wno-dev'], quiet)) !== 0) {
    giveUp("the media server's worker cannot be built from this mediasoup; see CMake's message above.");
  }
  // ninja tells compiler errors on standard output.
  const compile = ['-n', '10', 'ninja', '-C', work, '-j', '2', '--quiet'];
  const status = await runCommand('nice', compile, { stdio: ['ignore', 2, 'inherit'] });
  if (status === INTERRUPTED_STATUS) giveUp('the next start goes on compiling where this one was stopped.');
  if (status !== 0) giveUp("the media server's worker could not be compiled; see above.");
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  say(`compiled the media server's worker in ${seconds} s`);
  return join(work, 'mediasoup-worker');
}

async function bring(root, file) {
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true });
  let made = await download(root);
  if (made === undefined) {
    say(
      `mediasoup's prebuilt worker cannot be downloaded: compiling it from the npm package's sources (once, 2 to 5 minutes) into ${folder}`,
    );
    made = await build(root, folder);
  }
  copyFileSync(made, `${file}.new`);
  chmodSync(`${file}.new`, 0o755);
  if (!runsHere(`${file}.new`)) giveUp(`the media server's worker does not run on this machine: ${file}.new`);
  renameSync(`${file}.new`, file);
  rmSync(join(folder, 'build'), { recursive: true, force: true });
}

/** Downloads or compiles the worker unless it is there; resolves to its path. Whoever else brings it is waited for. */
export async function ensureMediaWorker(root) {
  const file = mediaWorkerFile(root);
  if (runsHere(file)) return file;
  mkdirSync(dirname(dirname(file)), { recursive: true });
  await exclusively(`${dirname(file)}.lock`, async () => {
    if (!runsHere(file)) await bring(root, file);
  });
  return file;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await ensureMediaWorker(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
}
