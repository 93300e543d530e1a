import { awaitSchema } from '../adapters/database/await-schema.ts';
import { createDatabase } from '../adapters/database/create-database.ts';
import { startEmbeddedPostgres } from '../adapters/database/embedded/start-embedded-postgres.ts';
import { migrate } from '../adapters/database/migrate.ts';
import { createPgBossJobQueue } from '../adapters/job-queue/pg-boss/create-pg-boss-job-queue.ts';
import { measuredObjectStore } from '../adapters/object-store/measured-object-store.ts';
import type { Config } from '../config/index.ts';
import { createAssetDirectory, createKeyEncryption, type KeyEncryption, loadAsset } from '../features/assets/index.ts';
import { createMetrics, type Metrics } from '../http/index.ts';
import { createLogger, type Logger } from '../platform/logger.ts';
import type { Clock } from '../ports/clock.ts';
import type { Database, DatabaseAddress } from '../ports/database.ts';
import type { JobQueue } from '../ports/job-queue.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { connectStore } from './connect-store.ts';
import { type DeliveryBase, databaseState } from './delivery-base.ts';
import { type Images, openImages } from './open-images.ts';
import { withstandOutages } from './withstand-outages.ts';

/** What every room needs, of a process that has a database. */
export interface Base extends DeliveryBase {
  readonly database: Database;
  /** Where the database is, for connections that stay open. */
  readonly connection: DatabaseAddress | string;
  readonly queue: JobQueue;
  readonly source: ObjectStore;
  readonly media: ObjectStore;
  readonly keyEncryption: KeyEncryption;
  readonly images: Images;
}

export type Closing = () => Promise<void>;

async function openStore(
  parts: { readonly config: Config; readonly log: Logger; readonly metrics: Metrics },
  role: 'SOURCE' | 'MEDIA',
): Promise<ObjectStore> {
  const { config, metrics } = parts;
  const labels = { role: role === 'SOURCE' ? 'source' : 'media', driver: config[`${role}_DRIVER`] } as const;
  return measuredObjectStore(withstandOutages(parts, await connectStore(config, role)), (operation, result, seconds) =>
    metrics.countStoreOperation({ ...labels, operation, result }, seconds),
  );
}

/** How long an edge waits for another process to make the schema that it needs. */
const SCHEMA_WAIT_MS = 30_000;

/** The database of the deployment, with its schema as it is to be; an edge alone waits for that. */
export async function openDatabase(config: Config, log: Logger, closings: Closing[], isEdgeAlone: boolean) {
  const embedded = config.DATABASE_URL === '' ? await startEmbeddedPostgres({ dataDir: config.DATA_DIR, log }) : null;
  if (embedded !== null) closings.push(() => embedded.stop());
  const connection = embedded?.address ?? config.DATABASE_URL;
  // Every running job keeps a connection for the lock on its asset.
  const poolSize = 10 + config.WORKER_CONCURRENCY + config.LARGE_WORKER_CONCURRENCY;
  const database = createDatabase({ connection, poolSize, log });
  closings.push(() => database.destroy());
  if (isEdgeAlone) await awaitSchema(database, SCHEMA_WAIT_MS);
  else await migrate(database);
  return { database, connection };
}

/** `isEdgeAlone`: delivery and nothing else, which neither changes the schema nor takes part in the queue. */
export async function openBase(config: Config, closings: Closing[], isEdgeAlone: boolean): Promise<Base> {
  const log = createLogger(config.LOG_LEVEL);
  const clock: Clock = { nowMs: () => Date.now() };
  const metrics = createMetrics();
  const { database, connection } = await openDatabase(config, log, closings, isEdgeAlone);
  const queue = createPgBossJobQueue({ connection, database, log });
  if (!isEdgeAlone) {
    await queue.start();
    closings.push(() => queue.stop(config.WORKER_SHUTDOWN_TIMEOUT * 1000));
  }
  const keyEncryption = createKeyEncryption(
    new Map([['v1', config.ENCRYPTION_KEY], ...config.ENCRYPTION_KEY_VERSIONS]),
  );
  const source = await openStore({ config, log, metrics }, 'SOURCE');
  const media = await openStore({ config, log, metrics }, 'MEDIA');
  return {
    config,
    log,
    clock,
    metrics,
    database,
    connection,
    queue,
    source,
    media,
    images: openImages({ config, database, media, log }, closings),
    keepsSlices: !media.capabilities.localFiles,
    keyEncryption,
    state: databaseState(database, keyEncryption),
    directory: createAssetDirectory((id) => loadAsset(database, id), clock),
  };
}
