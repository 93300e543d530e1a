import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { createLogger, type Logger } from '../platform/logger.ts';
import { askSync } from './ask-sync.ts';
import { createFollower } from './follow-origin.ts';
import { startNginxProcess } from './nginx-process.ts';
import type { NginxSettings } from './nginx-settings.ts';
import { createRevocationMirror } from './revocation-mirror.ts';
import { openStateFolder } from './state-folder.ts';
import { findWorkerAccount } from './worker-account.ts';
import { writeNginxFolder } from './write-nginx-folder.ts';

/** A running edge: nginx, and what keeps it informed. */
export interface NginxEdge {
  /** Of the nginx that we have started; null where another one reads the folder. */
  readonly pid: number | null;
  /** Resolves when nginx has ended, by whatever. */
  readonly ended: Promise<void>;
  /** Ends what keeps it informed; nginx goes on with what it knows. */
  stopFollowing(): Promise<void>;
  stop(): Promise<void>;
}

export interface NginxEdgeOptions extends NginxSettings {
  readonly startsNginx: boolean;
  readonly log?: Logger;
}

const CLEANING_MS = 5000;
const nowSeconds = (): number => Math.floor(Date.now() / 1000);
const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The same after a restart, another one for another folder of this machine. */
const nodeName = (folder: string): string => `nginx-${hostname().slice(0, 80)}-${sha256Hex(folder).slice(0, 8)}`;

/** Writes everything that nginx needs, with the keys and revocations of this moment. */
export async function prepareNginxEdge(options: NginxEdgeOptions, signal: AbortSignal) {
  const { folder, stateFolder, origin, edgeSecret, user, log = createLogger('info') } = options;
  const account = user === null ? null : await findWorkerAccount(user);
  await writeNginxFolder(options);
  const state = openStateFolder(stateFolder, account);
  const mirror = createRevocationMirror(sha256Hex);
  const ask: Parameters<typeof createFollower>[0]['ask'] = (position, waitSeconds) =>
    askSync({ ...position, waitSeconds, origin, signal, secret: edgeSecret, node: nodeName(folder) });
  const follower = createFollower({ ask, mirror, state, nowSeconds, log });
  await follower.catchUp();
  return { follower, mirror, state, log };
}

/** Prepares the folder, starts nginx on it and follows the origin until it is stopped. */
export async function startNginxEdge(options: NginxEdgeOptions): Promise<NginxEdge> {
  const controller = new AbortController();
  const { follower, mirror, state, log } = await prepareNginxEdge(options, controller.signal);
  const nginx = options.startsNginx ? await startNginxProcess(options.folder) : null;
  const following = follower.follow(controller.signal);
  const cleaning = setInterval(() => {
    // What is forgotten here only lets a token pass that has ended anyhow, so verdicts may stay.
    state.writeRevoked(mirror.dropExpired(nowSeconds()));
    state.removeOldVerdicts(nowSeconds()).catch((err: unknown) => log.error({ err }, 'old verdicts stay'));
  }, CLEANING_MS);
  const stopFollowing = async (): Promise<void> => {
    clearInterval(cleaning);
    controller.abort(new Error('the edge was stopped'));
    await following;
  };
  return {
    pid: nginx?.pid ?? null,
    ended: nginx?.ended ?? new Promise(() => undefined),
    stopFollowing,
    async stop() {
      await Promise.all([nginx?.stop(), stopFollowing()]);
    },
  };
}
