import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { findBinaries } from '../../src/adapters/database/embedded/find-binaries.ts';
import { EMBEDDED_USER, initDataFolder } from '../../src/adapters/database/embedded/init-data-folder.ts';
import { launchServer } from '../../src/adapters/database/embedded/launch-server.ts';
import { readPostmaster } from '../../src/adapters/database/embedded/postmaster-file.ts';
import { prepareSocketFolder } from '../../src/adapters/database/embedded/socket-folder.ts';
import { unprivileged } from '../../src/adapters/database/embedded/unprivileged.ts';

/** A PostgreSQL server that belongs to nobody who uses it, so that it can be killed under all of them. */
export interface MortalDatabase {
  /** As DATABASE_URL has it. */
  readonly url: string;
  /** Resolves once it answers. */
  start(): Promise<void>;
  /** All its processes at once, as when the power fails. Resolves when none is left. */
  kill(): Promise<void>;
}

const START_MS = 60_000;
const KILL_MS = 10_000;

/** A server with its files in `folder`, not started yet. */
export async function createMortalDatabase(folder: string): Promise<MortalDatabase> {
  const binaries = await findBinaries(join(folder, 'lib'));
  const confine = await unprivileged();
  const place = {
    dataFolder: join(folder, 'data'),
    socketFolder: await prepareSocketFolder(folder),
    lockFile: join(folder, 'lock'),
    logFile: join(folder, 'log'),
  };
  await initDataFolder(folder, place.dataFolder, binaries, confine);
  const urlOf = (database: string) =>
    `postgres://${EMBEDDED_USER}@localhost:5432/${database}?host=${encodeURIComponent(place.socketFolder)}`;
  return {
    url: urlOf('sluice'),
    async start() {
      const deadlineMs = Date.now() + START_MS;
      let launch = await launchServer(place, binaries, confine);
      while (!(await answers(urlOf('postgres')))) {
        if (Date.now() > deadlineMs) throw new Error('PostgreSQL does not start');
        await sleep(50);
        // The last process of the one before may still be dying.
        if (launch === 'taken' || launch.state() !== 'running') launch = await launchServer(place, binaries, confine);
      }
    },
    async kill() {
      const pid = (await readPostmaster(place.dataFolder))?.pid;
      // Stopped first, so that it starts no further child while they are counted.
      if (pid === undefined || !signal(pid, 'SIGSTOP')) return;
      const all = [pid, ...childrenOf(pid)];
      for (const one of all) signal(one, 'SIGKILL');
      const deadlineMs = Date.now() + KILL_MS;
      while (all.some((one) => existsSync(`/proc/${one}`))) {
        if (Date.now() > deadlineMs) throw new Error(`of ${all.join(', ')} not all end of SIGKILL`);
        await sleep(10);
      }
    },
  };
}

/** False for a process that is gone. */
function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

/** Whether it takes connections; its one database is made by the first that gets through. */
async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rowCount } = await client.query("select from pg_database where datname = 'sluice'");
    if (rowCount === 0) await client.query('create database sluice');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === pid)
    .map(Number);
}

function parentOf(pid: string): number | null {
  try {
    // The name in parentheses may hold anything; the parent is the second field after it (proc_pid_stat(5)).
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return null;
  }
}
