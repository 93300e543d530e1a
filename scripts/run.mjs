#!/usr/bin/env node
// Brings what a task needs, then runs it: `node scripts/run.mjs TASK [ARGUMENT…]`. Runs on Node.js 20.
import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDebianPackages } from './setup/debian.mjs';
import { exclusively } from './setup/exclusive.mjs';
import { ensureFootage } from './setup/footage.mjs';
import { bringMediaWorker } from './setup/media-worker-background.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { runCommand } from './setup/run-command.mjs';
import { ensureRuntime } from './setup/runtime.mjs';
import { giveUp } from './setup/say.mjs';
import { runSuites } from './suites.mjs';
import { TASKS } from './tasks.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [name = '', ...args] = process.argv.slice(2);
const task = TASKS[name];
if (task === undefined) giveUp(`no such task: ${name}. There are: ${Object.keys(TASKS).join(', ')}.`);

mkdirSync(join(root, '.runtime'), { recursive: true });
const node = await exclusively(join(root, '.runtime', 'setup.lock'), async () => {
  const runtime = await ensureRuntime(root);
  await ensurePackages(root);
  if (task.debian !== undefined) await ensureDebianPackages(task.debian);
  if (task.footage) await ensureFootage(root);
  if (task.player && (await runCommand(runtime, ['apps/server/njs/build.ts'], { cwd: root })) !== 0) {
    giveUp('the gate for nginx could not be built; see above.');
  }
  if (task.player && (await runCommand(runtime, ['packages/player/build.ts'], { cwd: root })) !== 0) {
    giveUp('the player could not be built; see above.');
  }
  if (task.player && (await runCommand(runtime, ['packages/spaces/build.ts'], { cwd: root })) !== 0) {
    giveUp('the page of spaces could not be built; see above.');
  }
  return runtime;
});

// Scripts that a task starts by name find the same Node.js.
// Pictures are made on threads of Node.js: one for each core, and some for files.
const threads = { UV_THREADPOOL_SIZE: String(availableParallelism() + 4) };
const hasRooms = task.mediaWorker !== undefined && [true, args[0]].includes(task.mediaWorker);
const worker = hasRooms ? bringMediaWorker(root) : {};
const env = { ...threads, ...worker, ...task.env, ...process.env, PATH: `${dirname(node)}:${process.env.PATH ?? ''}` };
const options = { cwd: root, env };
for (const [index, program] of task.programs.entries()) {
  const isLast = index === task.programs.length - 1 && task.suites === undefined;
  const status = await runCommand(node, isLast ? [...program, ...args] : program, options);
  if (status !== 0) process.exit(status);
}
if (task.suites !== undefined) process.exit(await runSuites(node, root, task.suites, args, options));
