import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type SluiceClient } from '@sluice/client';
import { createDatabase } from '../../src/adapters/database/create-database.ts';
import { createFsObjectStore } from '../../src/adapters/object-store/fs/create-fs-object-store.ts';
import { type Config, loadConfig } from '../../src/config/index.ts';
import { createLogger } from '../../src/platform/logger.ts';
import type { Database } from '../../src/ports/database.ts';
import type { ObjectStore } from '../../src/ports/object-store.ts';
import { type KeptProcess, keepProcess } from './kept-process.ts';
import { createMortalDatabase, type MortalDatabase } from './mortal-database.ts';

export type Victim = 'worker 1' | 'worker 2' | 'api' | 'database';

/** One deployment of real processes on shared folders: a database server, one `--role api`, two `--role worker`. */
export interface Deployment {
  readonly folder: string;
  readonly config: Config;
  readonly client: SluiceClient;
  readonly database: Database;
  readonly media: ObjectStore;
  readonly processes: Readonly<Record<Exclude<Victim, 'database'>, KeptProcess>>;
  /** SIGKILL, and a start `afterMs` later. Resolves when the victim serves again. */
  strike(victim: Victim, afterMs: number): Promise<void>;
  /** Stops the processes as an operator does. Resolves to their exit statuses. */
  stopProcesses(): Promise<readonly (number | null)[]>;
  /** Ends everything. `keep`: what the processes said is written to the folder, which stays. */
  remove(keep: boolean): Promise<void>;
}

/** Small films of several chunks each, two jobs of a pool at once. */
const settings = {
  SEGMENT_SECONDS: '1',
  CHUNK_SECONDS: '1',
  X264_PRESET: 'ultrafast',
  WORKER_CONCURRENCY: '2',
  OUTGOING_PRIVATE_NETWORKS: '127.0.0.0/8',
  ACCESS_LOG: 'false',
  JOB_RATE_LIMIT: '0',
  WORKER_METRICS_PORT: '0',
  SHUTDOWN_TIMEOUT: '2s',
};

async function freePort(): Promise<string> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(String(typeof address === 'object' ? address?.port : 0)));
    });
  });
}

/** Sources of `largeBytes` and more go to the pool for large files. */
export async function startDeployment(largeBytes: number): Promise<Deployment> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-crash-'));
  const server = await createMortalDatabase(join(folder, 'database'));
  await server.start();
  const dataDir = join(folder, 'data');
  const about = { DATA_DIR: dataDir, DATABASE_URL: server.url, LARGE_FILE_THRESHOLD: String(largeBytes) };
  const environment = { ...settings, ...about };
  const config = await loadConfig({ folder: dataDir, environment });
  const port = await freePort();
  const processes = {
    api: keepProcess(['serve', '--role', 'api'], { ...environment, PORT: port }),
    'worker 1': keepProcess(['serve', '--role', 'worker'], { ...environment, PORT: '0' }),
    'worker 2': keepProcess(['serve', '--role', 'worker'], { ...environment, PORT: '0' }),
  };
  await Promise.all(Object.values(processes).map((kept) => kept.ready()));
  const database = createDatabase({ connection: server.url, poolSize: 4, log: createLogger('silent') });
  return {
    ...{ folder, config, database, processes },
    client: createClient({ baseUrl: `http://127.0.0.1:${port}`, apiKey: config.API_KEY }),
    media: createFsObjectStore({ name: 'media', root: config.MEDIA_DIR }),
    strike: (victim, afterMs) =>
      victim === 'database' ? strikeDatabase(server, afterMs) : processes[victim].strike(afterMs),
    stopProcesses: () => Promise.all(Object.values(processes).map((kept) => kept.stop())),
    async remove(keep) {
      await Promise.all(Object.values(processes).map((kept) => kept.stop()));
      for (const [name, kept] of Object.entries(processes)) await writeFile(join(folder, `${name}.log`), kept.output());
      await database.destroy();
      await server.kill();
      if (keep) process.stdout.write(`crash: what was said is in ${folder}\n`);
      else await rm(folder, { recursive: true, force: true });
    },
  };
}

async function strikeDatabase(server: MortalDatabase, afterMs: number): Promise<void> {
  await server.kill();
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  await server.start();
}
