import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { awaitSchema } from '../../src/adapters/database/await-schema.ts';
import { createDatabase } from '../../src/adapters/database/create-database.ts';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/adapters/database/embedded/start-embedded-postgres.ts';
import { MIGRATIONS_FOLDER, migrate } from '../../src/adapters/database/migrate.ts';
import { createLogger } from '../../src/platform/logger.ts';
import type { Database } from '../../src/ports/database.ts';

const log = createLogger('silent');
let root: string;
let folder: string;
let embedded: EmbeddedPostgres;
let database: Database;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sluice-migrate-'));
  embedded = await startEmbeddedPostgres({ dataDir: root, log });
  database = createDatabase({ connection: embedded.address, log });
});
afterAll(async () => {
  await database.destroy();
  await embedded.stop();
  await rm(root, { recursive: true, force: true });
});
beforeEach(async () => {
  await sql`drop schema public cascade; create schema public`.execute(database);
  folder = await mkdtemp(join(root, 'migrations-'));
  await writeFile(join(folder, '0001-first.sql'), 'create table one (n bigint); insert into one values (1);');
  await writeFile(join(folder, '0002-second.sql'), 'insert into one values (2);');
});

const numbers = async (): Promise<unknown[]> =>
  (await sql<{ n: number }>`select n from one order by n`.execute(database)).rows.map(({ n }) => n);

describe('migrations', () => {
  test('the product’s own apply to an empty database, once', async () => {
    const applied = await migrate(database);
    expect(applied[0]).toBe('0001-assets-jobs-keys.sql');
    expect(await migrate(database)).toEqual([]);
    await database.insertInto('assets').values({ id: 'a', access: 'public' }).execute();
    const asset = await database.selectFrom('assets').selectAll().executeTakeFirstOrThrow();
    expect(asset).toMatchObject({ id: 'a', presentation: null, created_at: expect.any(Date) });
  });

  test('apply in the order of their names, new ones later', async () => {
    expect(await migrate(database, folder)).toEqual(['0001-first.sql', '0002-second.sql']);
    await writeFile(join(folder, '0003-third.sql'), 'insert into one values (3);');
    expect(await migrate(database, folder)).toEqual(['0003-third.sql']);
    expect(await numbers()).toEqual([1, 2, 3]);
  });

  test('apply once when several processes start at once', async () => {
    const pools = Array.from({ length: 4 }, () => createDatabase({ connection: embedded.address, log }));
    const applied = await Promise.all(pools.map((pool) => migrate(pool, folder)));
    expect(applied.flat().sort()).toEqual(['0001-first.sql', '0002-second.sql']);
    expect(await numbers()).toEqual([1, 2]);
    await Promise.all(pools.map((pool) => pool.destroy()));
  });

  test('leave nothing of one that fails, and go on from there', async () => {
    await writeFile(join(folder, '0002-second.sql'), 'insert into one values (2); select 1/0;');
    await expect(migrate(database, folder)).rejects.toThrow('division by zero');
    expect(await numbers()).toEqual([1]);
    await writeFile(join(folder, '0002-second.sql'), 'insert into one values (2);');
    expect(await migrate(database, folder)).toEqual(['0002-second.sql']);
  });

  test('refuse a file that was changed after it was applied', async () => {
    await migrate(database, folder);
    await writeFile(join(folder, '0001-first.sql'), 'create table one (n integer);');
    await expect(migrate(database, folder)).rejects.toMatchObject({ code: 'database/migration-changed' });
  });

  test('refuse a database that a newer version has changed', async () => {
    const newer = join(root, 'newer');
    await cp(folder, newer, { recursive: true });
    await writeFile(join(newer, '0009-future.sql'), 'select 1;');
    await migrate(database, newer);
    await expect(migrate(database, folder)).rejects.toMatchObject({ code: 'database/newer-schema' });
  });

  test('stand in a folder that the code finds wherever it is started', () => {
    expect(MIGRATIONS_FOLDER).toMatch(/apps\/server\/migrations\/$/);
  });
});

describe('the pool', () => {
  test('reads a bigint as a number and refuses one that would be rounded', async () => {
    const { rows } = await sql`select count(*) as n, 9007199254740991::bigint as large from pg_class`.execute(database);
    expect(rows[0]).toMatchObject({ n: expect.any(Number), large: Number.MAX_SAFE_INTEGER });
    await expect(sql`select 9007199254740993::bigint`.execute(database)).rejects.toThrow(RangeError);
  });

  test('ends a statement that takes too long', async () => {
    const hasty = createDatabase({ connection: embedded.address, statementTimeoutMs: 50, log });
    await expect(sql`select pg_sleep(5)`.execute(hasty)).rejects.toMatchObject({ code: '57014' });
    await hasty.destroy();
  });
});

describe('an edge that makes no schema', () => {
  test('waits for the process that does', async () => {
    const waiting = awaitSchema(database, 20_000);
    await migrate(database);
    await expect(waiting).resolves.toBeUndefined();
  });

  test('says what to start when nobody does', async () => {
    await expect(awaitSchema(database, 0)).rejects.toMatchObject({ code: 'database/schema-missing' });
    expect((await sql`select from pg_tables where schemaname = 'public'`.execute(database)).rows).toEqual([]);
  });
});
