import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase } from '../../src/adapters/database/create-database.ts';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/adapters/database/embedded/start-embedded-postgres.ts';
import { migrate } from '../../src/adapters/database/migrate.ts';
import { contentKeyOfJob, createKeyEncryption } from '../../src/features/assets/index.ts';
import { sweepContentKeys } from '../../src/features/jobs/removal/sweep-content-keys.ts';
import { createLogger } from '../../src/platform/logger.ts';
import type { Database } from '../../src/ports/database.ts';

const log = createLogger('silent');
const encryption = createKeyEncryption(new Map([['v1', '11'.repeat(32)]]));
let folder: string;
let postgres: EmbeddedPostgres;
let database: Database;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-keys-'));
  postgres = await startEmbeddedPostgres({ dataDir: folder, log });
  database = createDatabase({ connection: postgres.address, log });
  await migrate(database);
});
afterAll(async () => {
  await database.destroy();
  await postgres.stop();
  await rm(folder, { recursive: true });
});

type Status = 'queued' | 'processing' | 'completed' | 'failed' | 'cancelled';

/** A job of the asset `status`, with a content key. */
async function job(name: string, status: Status, isPublishing = false): Promise<string> {
  const id = randomUUID();
  const about = { type: 'video:transcode', hash: name, source: 'film.mp4', options: '{}', queue: 'default' } as const;
  const row = { ...about, id, fingerprint: id, status, is_publishing: isPublishing, callback_url: null, error: null };
  await database
    .insertInto('jobs')
    .values({ ...row, source_etag: null, retry_of_job_id: null })
    .execute();
  return (await contentKeyOfJob(database, encryption, { jobId: id, assetId: name })).kid;
}

const owners = async () =>
  (await database.selectFrom('content_keys').select('asset_id').orderBy('asset_id').execute()).map(
    (row) => row.asset_id,
  );

it('takes the keys of jobs that came to nothing once they are an hour old, and of nobody else', async () => {
  for (const status of ['queued', 'processing', 'completed', 'failed', 'cancelled'] as const) await job(status, status);
  await job('half-published', 'failed', true);
  const kid = await job('playing', 'failed');
  await database.insertInto('assets').values({ id: 'playing', access: 'public', content_kid: kid }).execute();
  await contentKeyOfJob(database, encryption, { jobId: randomUUID(), assetId: 'gone' });
  const all = await owners();

  await sweepContentKeys(database, Date.now());
  expect(await owners()).toEqual(all);
  await sweepContentKeys(database, Date.now() + 61 * 60_000);
  expect(await owners()).toEqual(['completed', 'half-published', 'playing', 'processing', 'queued']);
});
