import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase } from '../../src/adapters/database/create-database.ts';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/adapters/database/embedded/start-embedded-postgres.ts';
import { migrate } from '../../src/adapters/database/migrate.ts';
import { tellCalls, trimCalls } from '../../src/adapters/database/tell-calls.ts';
import { createSharedAllowance } from '../../src/features/access/limits/shared-allowance.ts';
import { createSharedWindow } from '../../src/http/shared-window.ts';
import { createLogger } from '../../src/platform/logger.ts';
import type { Database } from '../../src/ports/database.ts';

const log = createLogger('silent');
let folder: string;
let embedded: EmbeddedPostgres;
/** As two processes have them. */
let databases: readonly [Database, Database];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-limits-'));
  embedded = await startEmbeddedPostgres({ dataDir: folder, log });
  const open = (): Database => createDatabase({ connection: embedded.address, log });
  databases = [open(), open()];
  await migrate(databases[0]);
});
afterAll(async () => {
  for (const database of databases) await database.destroy();
  await embedded.stop();
  await rm(folder, { recursive: true, force: true });
});

/** How many of these calls were let through. */
async function countTaken(calls: readonly Promise<void>[]): Promise<number> {
  const results = await Promise.allSettled(calls);
  return results.filter(({ status }) => status === 'fulfilled').length;
}

describe('an allowance that processes share', () => {
  test('lets exactly a burst through, however many ask at once and wherever', async () => {
    const allowances = databases.map((database) => createSharedAllowance(database, 'a', { burst: 6, perMinute: 6 }));
    const calls = Array.from({ length: 40 }, (_, index) => allowances[index % 2]?.require('tk_1'));
    expect(await countTaken(calls.flatMap((call) => call ?? []))).toBe(6);
  });

  test('counts each caller and each kind of call by itself', async () => {
    const [database] = databases;
    const one = createSharedAllowance(database, 'b', { burst: 1, perMinute: 1 });
    const other = createSharedAllowance(database, 'c', { burst: 1, perMinute: 1 });
    expect(await countTaken([one.require('x'), one.require('y'), other.require('x')])).toBe(3);
    expect(await countTaken([one.require('x'), one.require('y'), other.require('x')])).toBe(0);
  });

  test('is there again with time, and says when', async () => {
    const allowance = createSharedAllowance(databases[0], 'd', { burst: 2, perMinute: 1 });
    const ask = () => allowance.require('x');
    const aMinute = expect.closeTo(60, -1);
    expect(await countTaken([ask(), ask(), ask()])).toBe(2);
    await expect(ask()).rejects.toMatchObject({
      status: 429,
      details: { retryAfterSeconds: aMinute, rateLimit: { limit: 1, remaining: 0, resetSeconds: aMinute } },
    });
    await sql`update allowances set full_at = full_at - interval '60 s'`.execute(databases[0]);
    expect(await countTaken([ask(), ask()])).toBe(1);
  });

  test('is given back when the transaction fails that took it', async () => {
    const [database] = databases;
    const allowance = createSharedAllowance(database, 'f', { burst: 1, perMinute: 1 });
    const failing = database.transaction().execute(async (transaction) => {
      await allowance.require('x', transaction);
      throw new Error('afterwards');
    });
    await expect(failing).rejects.toThrow('afterwards');
    expect(await countTaken([allowance.require('x')])).toBe(1);
  });

  test('stores neither who called nor for what', async () => {
    await createSharedAllowance(databases[0], 'g', { burst: 1, perMinute: 1 }).require('vw_7c1e');
    const rows = await databases[0].selectFrom('allowances').select('name').execute();
    expect(rows.length).toBeGreaterThan(0);
    for (const { name } of rows) expect(name).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });
});

const thisMinute = Math.floor(Date.now() / 60_000);

describe('calls that processes tell each other of', () => {
  test('add up, each caller, minute and scope by itself', async () => {
    const [one, other] = databases;
    expect(
      await tellCalls(
        one,
        's',
        10,
        new Map([
          ['a', 3],
          ['b', 1],
        ]),
      ),
    ).toEqual(
      new Map([
        ['a', 3],
        ['b', 1],
      ]),
    );
    expect(await tellCalls(other, 's', 10, new Map([['a', 2]]))).toEqual(new Map([['a', 5]]));
    expect(await tellCalls(other, 't', 10, new Map([['a', 1]]))).toEqual(new Map([['a', 1]]));
    expect(await tellCalls(one, 's', 11, new Map([['a', 1]]))).toEqual(new Map([['a', 1]]));
    expect(await tellCalls(other, 's', 10, new Map([['a', 9]])), 'of a minute that is over').toEqual(new Map());
    expect(await tellCalls(other, 's', 11, new Map([['a', 1]]))).toEqual(new Map([['a', 2]]));
  });

  test('add up when all tell at once of the same callers', async () => {
    const calls = new Map(Array.from({ length: 200 }, (_, n) => [`c${n}`, 1] as const));
    const backwards = new Map([...calls].reverse());
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        tellCalls(databases[n % 2 === 0 ? 0 : 1], 'u', 10, n % 3 ? calls : backwards),
      ),
    );
    expect(new Set((await tellCalls(databases[0], 'u', 10, calls)).values())).toEqual(new Set([21]));
  });

  test('are forgotten once their minute is over', async () => {
    await tellCalls(databases[0], 'v', thisMinute - 10, new Map([['a', 1]]));
    await tellCalls(databases[0], 'w', thisMinute + 1, new Map([['a', 1]]));
    await trimCalls(databases[0]);
    const kept = await databases[0].selectFrom('call_counts').select('scope').execute();
    expect(kept).toEqual([{ scope: 'w' }]);
  });

  test('make one limit of two processes', async () => {
    const over = new AbortController();
    const [one, other] = databases.map((database) =>
      createSharedWindow({
        signal: over.signal,
        ...{ clock: { nowMs: () => 6_000_000 }, scope: 'public', limitPerMinute: 10 },
        tellCalls: (...told) => tellCalls(database, ...told),
        reportFailure: (error) => {
          throw error;
        },
      }),
    );
    for (let call = 0; call < 8; call++) expect(one?.admit('a')).toBe(true);
    await one?.tell();
    expect(other?.admit('a')).toBe(true);
    await other?.tell();
    expect([other?.admit('a'), other?.admit('a'), other?.admit('b')]).toEqual([true, false, true]);
    over.abort();
  });
});
