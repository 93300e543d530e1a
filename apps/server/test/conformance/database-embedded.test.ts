import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDatabase } from '../../src/adapters/database/create-database.ts';
import { parsePostmaster } from '../../src/adapters/database/embedded/postmaster-file.ts';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/adapters/database/embedded/start-embedded-postgres.ts';
import { createLogger } from '../../src/platform/logger.ts';
import { processStartTicks } from '../../src/platform/process-identity.ts';
import type { Database } from '../../src/ports/database.ts';
import { type StartedScript, startScript } from '../fixtures/start-script.ts';

const log = createLogger('silent');
let dataDir: string;
let started: EmbeddedPostgres[];
let scripts: StartedScript[];

beforeEach(async () => {
  // Mode 0700, as a home or a temporary folder has: no other account of the machine can enter.
  dataDir = await mkdtemp(join(tmpdir(), 'sluice-pg-'));
  started = [];
  scripts = [];
});
afterEach(async () => {
  for (const embedded of started) await embedded.stop();
  for (const script of scripts) await script.end('SIGTERM');
  expect(serverPid()).toBeNull();
  await rm(dataDir, { recursive: true, force: true });
});

async function start(folder = dataDir): Promise<EmbeddedPostgres> {
  const embedded = await startEmbeddedPostgres({ dataDir: folder, log });
  started.push(embedded);
  return embedded;
}

async function stop(embedded: EmbeddedPostgres): Promise<void> {
  started = started.filter((other) => other !== embedded);
  await embedded.stop();
}

function startElsewhere(): StartedScript {
  const script = startScript('hold-database.ts', [dataDir]);
  scripts.push(script);
  return script;
}

const isReady = (line: string): boolean => line === 'ready';

async function use<T>(embedded: EmbeddedPostgres, work: (database: Database) => Promise<T>): Promise<T> {
  const database = createDatabase({ connection: embedded.address, log });
  try {
    return await work(database);
  } finally {
    await database.destroy();
  }
}

/** The living server of the data folder, or null. */
function serverPid(): number | null {
  try {
    const { pid } = parsePostmaster(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8')) ?? { pid: 0 };
    return processStartTicks(pid) === null ? null : pid;
  } catch {
    return null;
  }
}

const setting = async (embedded: EmbeddedPostgres, name: string): Promise<string> =>
  use(embedded, async (database) => {
    const { rows } = await sql<{ value: string }>`select current_setting(${name}) as value`.execute(database);
    return rows[0]?.value ?? '';
  });

describe('the embedded database', () => {
  test('starts from nothing, reachable through a private socket only, and keeps what was written', async () => {
    const first = await start();
    expect(statSync(first.address.host).mode & 0o777).toBe(0o700);
    expect(await setting(first, 'listen_addresses')).toBe('');
    expect(await setting(first, 'fsync')).toBe('on');
    expect(await setting(first, 'server_version')).toMatch(/^18/);
    await use(first, (database) => sql`create table kept as select 42::bigint as answer`.execute(database));
    await stop(first);
    expect(serverPid()).toBeNull();

    const second = await start();
    const { rows } = await use(second, (database) => sql`select answer from kept`.execute(database));
    expect(rows).toEqual([{ answer: 42 }]);
    expect(readdirSync(join(dataDir, 'postgres-init'))).toEqual([]);
  });

  test('a server that a killed process left is adopted, and stopped by its new user', async () => {
    const killed = startElsewhere();
    await killed.line(isReady);
    const pid = serverPid();
    await killed.end('SIGKILL');
    expect(pid).not.toBeNull();
    expect(serverPid()).toBe(pid);

    const adopted = await start();
    expect(serverPid()).toBe(pid);
    await stop(adopted);
    expect(serverPid()).toBeNull();
  });

  test('of several users the last one stops it, whoever started it', async () => {
    const starter = await start();
    const other = startElsewhere();
    await other.line(isReady);
    const pid = serverPid();
    await stop(starter);
    expect(serverPid()).toBe(pid);
    await other.end('SIGTERM');
    expect(serverPid()).toBeNull();
  });

  test('several processes that start at once on an empty folder share one server', async () => {
    const others = [startElsewhere(), startElsewhere(), startElsewhere()];
    await Promise.all(others.map((script) => script.line(isReady)));
    const pid = serverPid();
    await others[0]?.end('SIGTERM');
    await others[1]?.end('SIGKILL');
    expect(serverPid()).toBe(pid);
    expect(readdirSync(join(dataDir, 'postgres-init'))).toEqual([]);
  });

  test('one process may start while another is just stopping', async () => {
    let current = await start();
    for (let round = 0; round < 4; round++) {
      const [, next] = await Promise.all([stop(current), start()]);
      expect(await setting(next, 'server_version')).toMatch(/^18/);
      current = next;
    }
  });

  test('a stale pid file that names a living stranger is no obstacle, and the stranger is left alone', async () => {
    await stop(await start());
    const stale = [
      process.pid,
      join(dataDir, 'postgres'),
      1,
      5432,
      join(dataDir, 'postgres-socket'),
      '',
      '  1  1',
      'ready',
    ];
    writeFileSync(join(dataDir, 'postgres/postmaster.pid'), `${stale.join('\n')}\n`);
    const embedded = await start();
    expect(serverPid()).not.toBe(process.pid);
    expect(await setting(embedded, 'server_version')).toMatch(/^18/);
  });

  test('a server that is killed under us is started again with everything that was committed', async () => {
    const embedded = await start();
    await use(embedded, (database) => sql`create table kept as select 1 as answer`.execute(database));
    const pid = serverPid() ?? 0;
    process.kill(pid, 'SIGKILL');
    await expect
      .poll(() => use(embedded, (database) => sql`select answer from kept`.execute(database)).catch(() => null), {
        timeout: 20_000,
      })
      .toMatchObject({ rows: [{ answer: 1 }] });
    expect(serverPid()).not.toBe(pid);
  });

  test('a connection that breaks in the hands of its user fails what is asked of it next, and nothing else', async () => {
    const embedded = await start();
    await use(embedded, async (database) => {
      const broken = database.connection().execute(async (connection) => {
        const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(connection);
        await sql`select pg_terminate_backend(${rows[0]?.pid}, 5000)`.execute(database);
        await sleep(50);
        await sql`select 1`.execute(connection);
      });
      await expect(broken).rejects.toThrow();
      expect((await sql`select 1 as one`.execute(database)).rows).toEqual([{ one: 1 }]);
    });
  });

  test('a folder too deep for a socket’s path gets its socket elsewhere', async () => {
    const deep = join(dataDir, 'a'.repeat(60), 'b'.repeat(60));
    await mkdir(deep, { recursive: true });
    const embedded = await start(deep);
    expect(embedded.address.host.startsWith(deep)).toBe(false);
    expect(statSync(embedded.address.host).mode & 0o777).toBe(0o700);
    expect(await setting(embedded, 'data_directory')).toBe(join(deep, 'postgres'));
    await stop(embedded);
    await rm(embedded.address.host, { recursive: true });
  });
});
