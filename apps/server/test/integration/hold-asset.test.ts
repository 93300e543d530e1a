import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../src/adapters/database/create-database.ts';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/adapters/database/embedded/start-embedded-postgres.ts';
import { holdAsset } from '../../src/features/jobs/hold-asset.ts';
import { createLogger } from '../../src/platform/logger.ts';
import type { Database } from '../../src/ports/database.ts';

const log = createLogger('silent');
const never = new AbortController().signal;

describe('an asset that is held', () => {
  let folder: string;
  let postgres: EmbeddedPostgres;
  /** Two processes, as it were. */
  let databases: readonly [Database, Database];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sluice-hold-'));
    postgres = await startEmbeddedPostgres({ dataDir: folder, log });
    const open = () => createDatabase({ connection: postgres.address, log });
    databases = [open(), open()];
  });

  afterAll(async () => {
    for (const database of databases) await database.destroy();
    await postgres.stop();
    await rm(folder, { recursive: true });
  });

  it('is worked on by one holder after the other', async () => {
    const events: string[] = [];
    const work = (name: string) => async () => {
      events.push(`${name} begins`);
      await sleep(300);
      events.push(`${name} ends`);
    };
    const first = holdAsset(databases[0], 'film', never, work('first'));
    await sleep(100);
    await Promise.all([first, holdAsset(databases[1], 'film', never, work('second'))]);
    expect(events).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
  });

  it('does not hold up another asset', async () => {
    await holdAsset(databases[0], 'film', never, async () => {
      expect(await holdAsset(databases[1], 'other', never, async () => 'done')).toBe('done');
    });
  });

  it('is let go when the work fails', async () => {
    const failing = holdAsset(databases[0], 'film', never, () => Promise.reject(new Error('broken')));
    await expect(failing).rejects.toThrow('broken');
    expect(await holdAsset(databases[1], 'film', never, async () => 'done')).toBe('done');
  });

  it('is not waited for any longer once the wait is aborted', async () => {
    const controller = new AbortController();
    await holdAsset(databases[0], 'film', never, async () => {
      const waiting = holdAsset(databases[1], 'film', controller.signal, async () => 'done');
      controller.abort(new Error('stopped'));
      await expect(waiting).rejects.toThrow('stopped');
    });
  });

  it('is no longer worked on once the connection that held it has broken', async () => {
    const ended = holdAsset(databases[0], 'film', never, async (signal) => {
      const killed = sql`select pg_terminate_backend(pid, 5000) from pg_locks where locktype = 'advisory' and objsubid = 1
        and pid in (select pid from pg_stat_activity where application_name = 'sluice')`;
      await killed.execute(databases[1]);
      expect(await holdAsset(databases[1], 'film', never, async () => 'done')).toBe('done');
      await sleep(5000, undefined, { signal }).catch(() => undefined);
      signal.throwIfAborted();
    });
    await expect(ended).rejects.toMatchObject({ code: 'jobs/asset-lost' });
  });
});
