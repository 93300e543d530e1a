import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import programPath from 'workerd';
import { bundle } from './bundle.ts';
import { conformanceSuite } from './conformance-suite.ts';

/** One Worker on a port that the system chooses (workerd.capnp). */
const config = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "suite", worker = .suite)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "suite")],
);
const suite :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "2026-01-01",
);
`;

let folder: string;
let workerd: ChildProcess;
let url: string;

/** Reads the port from workerd's control messages, one JSON object a line. */
async function portFrom(control: Readable): Promise<number> {
  let text = '';
  for await (const chunk of control) {
    text += String(chunk);
    const port = /"socket":"http","port":(\d+)/.exec(text)?.[1];
    if (port !== undefined) return Number(port);
  }
  throw new Error('workerd ended before it listened');
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-workerd-'));
  await writeFile(join(folder, 'worker.js'), await bundle(new URL('workerd-worker.ts', import.meta.url), 'esm'));
  await writeFile(join(folder, 'config.capnp'), config);
  const settings = ['serve', '--control-fd=3', join(folder, 'config.capnp')];
  workerd = spawn(programPath, settings, { stdio: ['ignore', 'inherit', 'inherit', 'pipe'] });
  url = `http://127.0.0.1:${await portFrom(workerd.stdio[3] as Readable)}/`;
}, 30_000);

afterAll(async () => {
  workerd?.kill();
  await rm(folder, { recursive: true, force: true });
});

it('passes every vector in a Workers runtime', async () => {
  const response = await fetch(url);
  expect(await response.json()).toEqual({ passed: conformanceSuite.length, failures: [] });
});
