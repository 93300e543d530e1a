import { join as joinPath, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../../platform/logger.ts';
import type { DatabaseAddress } from '../../../ports/database.ts';
import { databaseUnavailable } from '../database-errors.ts';
import { ensureDatabase } from './ensure-database.ts';
import { findBinaries } from './find-binaries.ts';
import { EMBEDDED_USER, initDataFolder } from './init-data-folder.ts';
import { launchServer, type ServerLaunch, type ServerPlace } from './launch-server.ts';
import { readPostmaster } from './postmaster-file.ts';
import { enterPresence, type Presence } from './presence.ts';
import { prepareSocketFolder } from './socket-folder.ts';
import { stopServer } from './stop-server.ts';
import { unprivileged } from './unprivileged.ts';

export interface EmbeddedPostgresOptions {
  /** Data in `postgres/`, socket in `postgres-socket/`, the server's own words in `postgres.log`. */
  readonly dataDir: string;
  readonly log: Logger;
}

export interface EmbeddedPostgres {
  readonly address: DatabaseAddress;
  /** Leaves the server. The last process that used it shuts it down; call it after every pool is closed. */
  stop(): Promise<void>;
}

/** Recovery after a power failure reads its whole log before the server answers. */
const START_MS = 120_000;
const RETRY_MS = 50;

/**
 * Uses the PostgreSQL server of `dataDir`: one that runs already (started by another local process, or left
 * by a killed one) is adopted, otherwise it is started as our child. Whoever starts it, all are equal users.
 * A server that dies under us is started again.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  const { place, launch } = await prepare(dataDir);
  let isStopping = false;
  let joined = join(place, launch);

  async function keepJoined(): Promise<void> {
    (await joined).onLost(() => {
      if (isStopping) return;
      options.log.warn({ event: 'embedded-database-lost' }, 'the embedded database went away, joining it again');
      joined = join(place, launch);
      keepJoined().catch((error: unknown) => options.log.error({ err: error }, 'the embedded database is gone'));
    });
  }

  await keepJoined();
  const address = { host: place.socketFolder, port: 5432, user: EMBEDDED_USER, database: 'sluice' };
  await ensureDatabase(address);
  return {
    address,
    async stop() {
      isStopping = true;
      const presence = await joined.catch(() => null);
      if (presence === null) return;
      if (await presence.becomeLast().catch(() => false)) await stopServer(place.dataFolder);
      await presence.leave();
    },
  };
}

type Launch = () => Promise<ServerLaunch | 'taken'>;

async function prepare(dataDir: string): Promise<{ place: ServerPlace; launch: Launch }> {
  const dataFolder = joinPath(dataDir, 'postgres');
  const binaries = await findBinaries(joinPath(dataDir, 'postgres-lib'));
  const confine = await unprivileged();
  await initDataFolder(dataDir, dataFolder, binaries, confine);
  const place = {
    dataFolder,
    socketFolder: await prepareSocketFolder(dataDir),
    lockFile: joinPath(dataDir, 'postgres.lock'),
    logFile: joinPath(dataDir, 'postgres.log'),
  };
  return { place, launch: () => launchServer(place, binaries, confine) };
}

/** Adopts or starts, until one of both has worked: others may be doing the same, or stopping, meanwhile. */
async function join(place: ServerPlace, launch: Launch): Promise<Presence> {
  const deadlineMs = Date.now() + START_MS;
  let launched: ServerLaunch | null = null;
  for (;;) {
    const presence = await adopt(place);
    if (presence !== null) return presence;
    const state = launched?.state() ?? 'taken';
    if (state === 'failed') throw cannotStart(await launched?.lastWords());
    if (state === 'taken') {
      const next = await launch();
      launched = next === 'taken' ? null : next;
    }
    if (Date.now() > deadlineMs) throw cannotStart('it did not answer in time');
    await sleep(RETRY_MS);
  }
}

/** Null when no server answers, or the one that does is being stopped. */
async function adopt(place: ServerPlace): Promise<Presence | null> {
  const postmaster = await readPostmaster(place.dataFolder);
  if (postmaster === null) return null;
  return enterPresence(postmaster.socketFolder, postmaster.port, EMBEDDED_USER).catch(() => null);
}

function cannotStart(cause: unknown): Error {
  return databaseUnavailable(
    'The embedded database does not start: the end of postgres.log in DATA_DIR says why.',
    cause,
  );
}
