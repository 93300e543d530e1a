import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MacKey, macKeyRecord } from '@sluice/access';
import type { Room } from '@sluice/contract';
import { nodeCrypto } from './adapters/crypto/node.ts';
import { createDatabase } from './adapters/database/create-database.ts';
import { createNotifications } from './adapters/database/create-notifications.ts';
import { startEmbeddedPostgres } from './adapters/database/embedded/start-embedded-postgres.ts';
import { migrate } from './adapters/database/migrate.ts';
import { createPgBossJobQueue } from './adapters/job-queue/pg-boss/create-pg-boss-job-queue.ts';
import { createFfmpeg } from './adapters/media/ffmpeg/create-ffmpeg.ts';
import { createFsObjectCache } from './adapters/object-cache/fs/create-fs-object-cache.ts';
import { createFsObjectStore } from './adapters/object-store/fs/create-fs-object-store.ts';
import { measuredObjectStore } from './adapters/object-store/measured-object-store.ts';
import type { Config, Role } from './config/index.ts';
import {
  countPlay,
  createGuard,
  createKeyRingFeed,
  createRevocationFeed,
  createRevoke,
  createTokenBucket,
  createTokenSightings,
  EDGE_CHANNEL,
  embedHandlers,
  ensureSigningKeys,
  explainHandlers,
  findEmbedRecord,
  type KeyRingFeed,
  loadRevocations,
  loadSigningKeys,
  type RenewalRecord,
  type RevocationFeed,
  recordRenewal,
  recordSightings,
  renewalHandlers,
  revocationHandlers,
  signingKeyHandlers,
  subrequestHandlers,
  type TokenSightings,
  toBatch,
  tokenHandlers,
  trimRegister,
} from './features/access/index.ts';
import {
  type AssetDirectory,
  assetHandlers,
  createAssetDirectory,
  createKeyEncryption,
  findContentKey,
  hasAssets,
  type KeyEncryption,
  loadAsset,
} from './features/assets/index.ts';
import { createApiKeyCheck } from './features/identity/index.ts';
import { jobHandlers, workOnJob } from './features/jobs/index.ts';
import {
  bearerKeyHandlers,
  createByteCache,
  createChildTokenMaker,
  createMediaObjects,
  gatedHandlers,
  loadPlayerFiles,
  playerHandlers,
} from './features/playback/index.ts';
import { storageHandlers } from './features/storage/index.ts';
import {
  createApp,
  createMetrics,
  createRateLimits,
  createRunningAnswers,
  drain,
  type HandlerTable,
  healthHandlers,
  listen,
  type Metrics,
  type ReadinessCheck,
} from './http/index.ts';
import { createLogger, type Logger } from './platform/logger.ts';
import { nodeBlockCipher } from './platform/node-block-cipher.ts';
import { createTempSpace } from './platform/temp-space.ts';
import { type Clock, unixSeconds } from './ports/clock.ts';
import type { Database, DatabaseAddress } from './ports/database.ts';
import type { RunJob } from './ports/film-job.ts';
import type { JobQueue } from './ports/job-queue.ts';
import type { ObjectCache } from './ports/object-cache.ts';
import type { ObjectStore } from './ports/object-store.ts';
import { defaultProcessingSettings, removeJobWork, runJob } from './processing/index.ts';

/** A running server. */
export interface RunningServer {
  /** Where it listens. */
  readonly url: string;
  /** True as long as no asset was ever made. */
  isUntouched(): Promise<boolean>;
  /** Finishes open requests, hands running jobs back, closes everything. */
  stop(): Promise<void>;
}

/** What every room needs. */
interface Base {
  readonly config: Config;
  readonly log: Logger;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly database: Database;
  /** Where the database is, for connections that stay open. */
  readonly connection: DatabaseAddress | string;
  readonly queue: JobQueue;
  readonly source: ObjectStore;
  readonly media: ObjectStore;
  readonly keyEncryption: KeyEncryption;
  readonly directory: AssetDirectory;
}

type Closing = () => Promise<void>;

const roomsOfRole: Readonly<Record<Role, readonly Room[]>> = {
  all: ['api', 'delivery', 'health'],
  api: ['api', 'health'],
  edge: ['delivery', 'health'],
  worker: ['health'],
};

const PLAYER_FOLDER = fileURLToPath(new URL('../../../packages/player/dist/', import.meta.url));

async function openStore(config: Config, role: 'SOURCE' | 'MEDIA', metrics: Metrics): Promise<ObjectStore> {
  const labels = { role: role === 'SOURCE' ? 'source' : 'media', driver: config[`${role}_DRIVER`] } as const;
  return measuredObjectStore(await connectStore(config, role), (operation, result, seconds) =>
    metrics.countStoreOperation({ ...labels, operation, result }, seconds),
  );
}

async function connectStore(config: Config, role: 'SOURCE' | 'MEDIA'): Promise<ObjectStore> {
  const name = role.toLowerCase();
  if (config[`${role}_DRIVER`] === 'fs') return createFsObjectStore({ name, root: config[`${role}_DIR`] });
  // The vendor's SDK is loaded only where it is used.
  const { createS3ObjectStore } = await import('./adapters/object-store/s3/create-s3-object-store.ts');
  return createS3ObjectStore({
    name,
    endpoint: config[`${role}_S3_ENDPOINT`],
    region: config[`${role}_S3_REGION`],
    accessKeyId: config[`${role}_S3_ACCESS_KEY`],
    secretAccessKey: config[`${role}_S3_SECRET_KEY`],
    bucket: config[`${role}_BUCKET`],
  });
}

async function openDatabase(config: Config, log: Logger, closings: Closing[]) {
  const embedded = config.DATABASE_URL === '' ? await startEmbeddedPostgres({ dataDir: config.DATA_DIR, log }) : null;
  if (embedded !== null) closings.push(() => embedded.stop());
  const connection = embedded?.address ?? config.DATABASE_URL;
  // Every running job keeps a connection for the lock on its asset.
  const poolSize = 10 + config.WORKER_CONCURRENCY + config.LARGE_WORKER_CONCURRENCY;
  const database = createDatabase({ connection, poolSize, log });
  closings.push(() => database.destroy());
  await migrate(database);
  return { database, connection };
}

async function openBase(config: Config, closings: Closing[]): Promise<Base> {
  const log = createLogger(config.LOG_LEVEL);
  const clock: Clock = { nowMs: () => Date.now() };
  const metrics = createMetrics();
  const { database, connection } = await openDatabase(config, log, closings);
  const queue = createPgBossJobQueue({ connection, database, log });
  await queue.start();
  closings.push(() => queue.stop(config.WORKER_SHUTDOWN_TIMEOUT * 1000));
  return {
    config,
    log,
    clock,
    metrics,
    database,
    connection,
    queue,
    source: await openStore(config, 'SOURCE', metrics),
    media: await openStore(config, 'MEDIA', metrics),
    keyEncryption: createKeyEncryption(new Map([['v1', config.ENCRYPTION_KEY], ...config.ENCRYPTION_KEY_VERSIONS])),
    directory: createAssetDirectory((id) => loadAsset(database, id), clock),
  };
}

async function startWorker(base: Base): Promise<void> {
  const { config, log, queue } = base;
  const media = await createFfmpeg({
    ffmpegPath: config.FFMPEG_PATH,
    ffprobePath: config.FFPROBE_PATH,
    mediaSandbox: config.MEDIA_SANDBOX,
    log,
  });
  const tempSpace = createTempSpace(join(config.DATA_DIR, 'scratch'));
  const settings = {
    ...defaultProcessingSettings,
    ladderCodecs: config.LADDER_CODECS,
    encryptionScheme: config.ENCRYPTION_SCHEME,
    segmentSeconds: config.SEGMENT_SECONDS,
    chunkSeconds: config.CHUNK_SECONDS,
    x264Preset: config.X264_PRESET,
    maxSourceBytes: config.MAX_FILE_SIZE,
  };
  const run: RunJob = (job, hooks) =>
    runJob(job, {
      ...hooks,
      media,
      source: base.source,
      mediaStore: base.media,
      tempSpace,
      settings,
      baseUrl: config.BASE_URL,
      log: log.child({ jobId: job.jobId }),
    });
  const workshop = {
    ...base,
    runJob: run,
    discardWork: (jobId: string) => removeJobWork(base.media, jobId),
    countAttempt: base.metrics.countTask,
  };
  await queue.work('default', config.WORKER_CONCURRENCY, (work) => workOnJob(workshop, work));
  await queue.work('large', config.LARGE_WORKER_CONCURRENCY, (work) => workOnJob(workshop, work));
}

function readinessChecks({ database, source, media }: Base): readonly ReadinessCheck[] {
  return [
    { name: 'postgres', check: async () => void (await database.selectNoFrom((e) => e.lit(1).as('one')).execute()) },
    { name: 'source bucket', check: () => source.check() },
    { name: 'media bucket', check: () => media.check() },
  ];
}

/** Keys and revocations of this process, kept fresh by what the others tell. */
async function openEdgeFeeds(base: Base, closings: Closing[]) {
  const { clock, config, connection, database, keyEncryption, log } = base;
  await ensureSigningKeys(database, keyEncryption);
  const fixed = [macKeyRecord('vylux-key-token', 'v1', MacKey.fromText(config.KEY_TOKEN_SECRET))];
  const report = (err: unknown): void => log.error({ err }, 'a feed of the edge could not be read');
  const ring = createKeyRingFeed(fixed, () => loadSigningKeys(database, keyEncryption, clock.nowMs()), report);
  const revocations = createRevocationFeed({
    load: async (since) => toBatch(await loadRevocations(database, since), since),
    clock,
    reportFailure: report,
  });
  const news = await createNotifications({ connection, channel: EDGE_CHANNEL, log });
  closings.push(() => news.stop());
  news.listen((message) => {
    if (message !== 'keys') revocations.refresh().catch(report);
    if (message !== 'revocations') ring.refresh().catch(report);
  });
  await Promise.all([ring.start(), revocations.start()]);
  closings.push(async () => {
    ring.stop();
    revocations.stop();
  });
  const sightings = createTokenSightings({
    clock,
    async write(seen) {
      await recordSightings(database, seen);
      await trimRegister(database, unixSeconds(clock));
    },
    reportFailure: report,
  });
  sightings.start();
  closings.push(() => sightings.stop());
  return { ring, revocations, sightings };
}

/** The second level of the cache; null when it is switched off. */
function openDiskCache({ config, log }: Base, closings: Closing[]): ObjectCache | null {
  if (config.EDGE_DISK_CACHE_SIZE === 0) return null;
  const cache = createFsObjectCache({
    folder: join(config.DATA_DIR, 'cache'),
    maxBytes: config.EDGE_DISK_CACHE_SIZE,
    reportFailure: (err) => log.warn({ err }, 'the disk cache does not work'),
  });
  closings.push(() => cache.settle());
  return cache;
}

/** What the routes that give media bytes and keys are made of. */
function deliveryParts(
  { config, clock, database, directory, keyEncryption, media, metrics }: Base,
  disk: ObjectCache | null,
  ring: KeyRingFeed['current'],
  feed: RevocationFeed,
) {
  const crypto = nodeCrypto();
  const cache = createByteCache(config.CACHE_MAX_SIZE);
  return {
    crypto,
    ring,
    revocations: feed.revocations,
    issuer: config.EDGE_ISSUER || config.BASE_URL || 'sluice',
    countPlay: (embedId: string, nowSeconds: number) => countPlay(database, embedId, nowSeconds),
    findEmbedRecord: (tokenHash: string) => findEmbedRecord(database, tokenHash),
    clock,
    cache,
    directory,
    nowSeconds: () => unixSeconds(clock),
    findContentKey: (assetId: string, kid: string) => findContentKey(database, keyEncryption, { assetId, kid }),
    store: media,
    objects: createMediaObjects({
      store: media,
      memory: cache,
      disk,
      clock,
      countCacheRequest: metrics.countCacheRequest,
    }),
    observeDecision: metrics.observeDecision,
    cipher: nodeBlockCipher(),
    makeChildToken: createChildTokenMaker(crypto, ring),
    publicUrl: config.BASE_URL,
  };
}

interface EdgeFeeds {
  readonly ring: KeyRingFeed;
  readonly revocations: RevocationFeed;
  readonly sightings: TokenSightings;
}

/** What the gate and the desk of tokens share. */
function accessParts(
  { clock, database, log }: Base,
  parts: ReturnType<typeof deliveryParts>,
  sightings: TokenSightings,
  publicUrl: () => string,
) {
  const { crypto, ring, issuer, revocations } = parts;
  const signer = { crypto, ring, issuer };
  const renewLimit = createTokenBucket(clock, { burst: 6, perMinute: 6 });
  const record = (renewed: RenewalRecord): Promise<void> => recordRenewal(database, renewed);
  const reportLoss = (err: unknown): void => log.error({ err }, 'a renewal could not be recorded');
  return {
    ...parts,
    signer,
    sightings,
    renewLimit,
    record,
    renewAt: () => `${publicUrl()}/v1/playback/tokens/renew`,
    passingRenewal: {
      ...signer,
      revocations,
      renewLimit,
      // The answer does not wait for the note.
      record: (renewed: RenewalRecord) => void record(renewed).catch(reportLoss),
    },
  };
}

async function buildHandlers(
  base: Base,
  feeds: EdgeFeeds,
  disk: ObjectCache | null,
  publicUrl: () => string,
): Promise<HandlerTable> {
  const { clock, config, database, directory } = base;
  const feed = feeds.revocations;
  const parts = { ...deliveryParts(base, disk, feeds.ring.current, feed), licenceHost: publicUrl };
  const revoke = createRevoke(database, clock, feed);
  const access = accessParts(base, parts, feeds.sightings, publicUrl);
  return {
    ...jobHandlers({
      ...base,
      limits: { maxBytes: config.MAX_FILE_SIZE, largeBytes: config.LARGE_FILE_THRESHOLD },
      defaultAccess: config.DEFAULT_ASSET_ACCESS,
    }),
    ...storageHandlers(base.source, config.MAX_FILE_SIZE),
    ...assetHandlers(database, directory),
    ...tokenHandlers({ ...access, database, publicUrl }),
    ...renewalHandlers({ ...access, revoke }),
    ...signingKeyHandlers({ ...base, ringFeed: feeds.ring, revoke }),
    ...embedHandlers({ ...access, database, feed, publicUrl }),
    ...revocationHandlers({ database, clock, feed, revoke }),
    ...explainHandlers(parts, config.DEFAULT_ASSET_ACCESS),
    ...subrequestHandlers(parts, config.EDGE_PROXY_SECRET, config.DEFAULT_ASSET_ACCESS),
    ...bearerKeyHandlers(parts),
    ...gatedHandlers(createGuard(access, config.DEFAULT_ASSET_ACCESS), parts, parts),
    ...playerHandlers(await loadPlayerFiles(PLAYER_FOLDER)),
    ...healthHandlers(readinessChecks(base), base.metrics),
  };
}

async function closeAll(closings: readonly Closing[], log: Logger | null): Promise<void> {
  for (const close of closings.toReversed()) {
    await close().catch((err: unknown) => log?.error({ err }, 'a part did not close cleanly'));
  }
}

/** Builds a server for these roles and starts it. What was opened is closed again when a part fails. */
export async function startServer(config: Config, roles: readonly Role[] = config.MODE): Promise<RunningServer> {
  const closings: Closing[] = [];
  try {
    const base = await openBase(config, closings);
    let url = '';
    const feeds = await openEdgeFeeds(base, closings);
    const runningAnswers = createRunningAnswers();
    feeds.revocations.onLook(runningAnswers.cutWithdrawn);
    const handlers = await buildHandlers(base, feeds, openDiskCache(base, closings), () => config.BASE_URL || url);
    const app = createApp({
      rooms: new Set(roles.flatMap((role) => roomsOfRole[role])),
      handlers,
      metrics: base.metrics,
      checkApiKey: createApiKeyCheck(config.API_KEY),
      limitRate: createRateLimits(base.clock),
      runningAnswers,
      hasAccessLog: config.ACCESS_LOG,
      log: base.log,
    });
    url = await listen(app, config.HOST, config.PORT);
    closings.push(() => drain(app, config.SHUTDOWN_TIMEOUT));
    closings.push(async () => feeds.revocations.stop());
    if (roles.some((role) => role === 'all' || role === 'worker')) await startWorker(base);
    base.log.info({ url, roles }, 'serving');
    return {
      url,
      isUntouched: async () => !(await hasAssets(base.database)),
      stop: () => closeAll(closings, base.log),
    };
  } catch (error) {
    await closeAll(closings, null);
    throw error;
  }
}
