import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { linkSync, mkdirSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { availableParallelism } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTargetSigner } from '../../apps/server/test/fixtures/signed-targets.ts';
import type { PictureCase } from './picture-cases.ts';

const SECRET = '0123456789abcdef'.repeat(4);
const MAIN = fileURLToPath(new URL('../../apps/server/src/main.ts', import.meta.url));
const threads = String(availableParallelism() + 4);

/** Something that makes pictures in a process of its own. */
export interface Contestant {
  readonly name: string;
  readonly pid: number;
  /** Makes the picture so often, so many at once, never from what was kept. */
  make(order: PictureCase, count: number, inFlight: number): Promise<void>;
  stop(): Promise<void>;
}

/** A contestant that answers by HTTP can be asked again for what it has made. */
export interface HttpContestant extends Contestant {
  /** Asks for one picture over and over. */
  repeat(order: PictureCase, count: number, inFlight: number): Promise<void>;
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

function fetchBytes(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent }, (answer) => {
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.byteLength;
      });
      answer.once('end', () =>
        answer.statusCode === 200 ? resolve(bytes) : reject(new Error(`${answer.statusCode} ${url}`)),
      );
    });
    request.once('error', reject);
  });
}

async function fetchMany(urls: () => string, count: number, inFlight: number): Promise<void> {
  let begun = 0;
  const worker = async (): Promise<void> => {
    while (begun < count) {
      begun += 1;
      await fetchBytes(urls());
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

const childScript = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

export async function startBareSharp(sources: string): Promise<Contestant> {
  const child = fork(childScript('bare-sharp.child.ts'), [sources], {
    env: { ...process.env, UV_THREADPOOL_SIZE: threads },
  });
  await once(child, 'message');
  return {
    name: 'bare sharp',
    pid: child.pid ?? 0,
    async make(order, count, inFlight) {
      const done = once(child, 'message');
      child.send({ order, count, inFlight });
      await done;
    },
    stop: () => end(child),
  };
}

export async function startIpx(sources: string): Promise<HttpContestant> {
  const child = fork(childScript('ipx.child.ts'), [sources]);
  const [url] = (await once(child, 'message')) as [string];
  const urlOf = ({ source, widthPx, format, quality }: PictureCase): string => {
    const modifiers = [`w_${widthPx}`, `f_${format}`, ...(quality === null ? [] : [`q_${quality}`])];
    if (source.endsWith('.gif')) modifiers.push('a_true');
    return `${url}/${modifiers.join(',')}/${source}`;
  };
  const repeat: HttpContestant['repeat'] = (order, count, inFlight) => fetchMany(() => urlOf(order), count, inFlight);
  // It keeps nothing, so every request makes the picture.
  return { name: 'ipx', pid: child.pid ?? 0, make: repeat, repeat, stop: () => end(child) };
}

async function untilServing(url: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (await fetchBytes(`${url}/healthz`).catch(() => null)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('our server did not start');
}

/** The whole service in roles `api` and `edge`, as it is delivered: database, both caches, signatures. */
export async function startOurs(sources: string, dataDir: string, port: number): Promise<HttpContestant> {
  const env = {
    ...process.env,
    UV_THREADPOOL_SIZE: threads,
    DATA_DIR: dataDir,
    SOURCE_DIR: sources,
    HMAC_SECRET: SECRET,
    MODE: 'api,edge',
  };
  const more = { PORT: String(port), ACCESS_LOG: 'false', LOG_LEVEL: 'error', IMAGE_QUEUE_SIZE: '1000' };
  const child = spawn(process.execPath, [MAIN, 'serve'], {
    env: { ...env, ...more },
    stdio: 'inherit',
  });
  const url = `http://127.0.0.1:${port}`;
  await untilServing(url);
  const sign = createTargetSigner(SECRET);
  let links = 0;
  mkdirSync(join(sources, 'links'), { recursive: true });
  /** Another key for the same bytes, so that nothing that was kept can answer. */
  function neverAsked({ source, widthPx, format }: PictureCase): string {
    links += 1;
    const key = `links/${links}${extname(source)}`;
    linkSync(join(sources, source), join(sources, key));
    return url + sign.image(key, format, widthPx);
  }
  return {
    name: 'sluice',
    pid: child.pid ?? 0,
    make: (order, count, inFlight) => fetchMany(() => neverAsked(order), count, inFlight),
    repeat(order, count, inFlight) {
      const target = url + sign.image(order.source, order.format, order.widthPx);
      return fetchMany(() => target, count, inFlight);
    },
    async stop() {
      await end(child);
      agent.destroy();
    },
  };
}
