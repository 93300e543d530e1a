import { type ChildProcess, spawn } from 'node:child_process';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { runProcess } from '../../../platform/process-runner.ts';
import type { PostgresBinaries } from './find-binaries.ts';
import type { CommandLine } from './unprivileged.ts';

export interface ServerPlace {
  readonly dataFolder: string;
  readonly socketFolder: string;
  /** Its lock is held by the server itself, from before it starts until its last process is gone. */
  readonly lockFile: string;
  readonly logFile: string;
}

/** Exit status of `flock` when another server holds the lock. */
const LOCK_TAKEN = 75;
const MAX_LOG_BYTES = 8 * 1024 * 1024;

const SETTINGS = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  port: '5432',
  max_connections: '100',
  shared_buffers: '64MB',
  max_wal_size: '512MB',
  timezone: 'UTC',
  jit: 'off',
  log_min_messages: 'warning',
  cluster_name: 'sluice',
};

/** A server in the making. */
export interface ServerLaunch {
  /** `taken`: another process was faster, and its server has the folder. */
  state(): 'running' | 'taken' | 'failed';
  /** The end of the server's log. */
  lastWords(): Promise<string>;
}

/** Resolves to `taken` when another server has the folder already. */
export async function launchServer(
  place: ServerPlace,
  binaries: PostgresBinaries,
  confine: (inner: CommandLine) => CommandLine,
): Promise<ServerLaunch | 'taken'> {
  if (!(await removeStalePidFile(place))) return 'taken';
  const settings = { ...SETTINGS, unix_socket_directories: place.socketFolder };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = confine(underLock(place, [binaries.postgres, '-D', place.dataFolder, ...args]));
  const log = await openLog(place.logFile);
  try {
    // A session of its own: Ctrl-C in the terminal is for us, and the server must outlive a kill of ours.
    const child = spawn(server.command, [...server.args], {
      env: binaries.env,
      stdio: ['ignore', log.fd, log.fd],
      detached: true,
    });
    child.unref();
    return watch(child, place.logFile);
  } finally {
    await log.close();
  }
}

function watch(child: ChildProcess, logFile: string): ServerLaunch {
  let hasFailed = false;
  child.once('error', () => {
    hasFailed = true;
  });
  return {
    state() {
      if (child.exitCode === LOCK_TAKEN) return 'taken';
      return hasFailed || child.exitCode !== null || child.signalCode !== null ? 'failed' : 'running';
    },
    lastWords: async () => (await readFile(logFile, 'utf8')).slice(-2000),
  };
}

/**
 * A pid file that a crash left may name a pid that is in use again, and the server would then refuse to
 * start. Under the lock there is no server, so the file is stale for certain.
 */
async function removeStalePidFile(place: ServerPlace): Promise<boolean> {
  const pidFile = join(place.dataFolder, 'postmaster.pid');
  const exit = await runProcess({ ...underLock(place, ['rm', '-f', pidFile]), timeoutMs: 10_000 });
  return exit.code === 0;
}

/** `flock --no-fork` becomes the program itself, so the kernel frees the lock when that is gone. */
function underLock(place: ServerPlace, command: readonly string[]): CommandLine {
  return {
    command: 'flock',
    args: ['--nonblock', '--no-fork', '--conflict-exit-code', String(LOCK_TAKEN), place.lockFile, ...command],
  };
}

async function openLog(path: string): ReturnType<typeof open> {
  const { size } = await stat(path).catch(() => ({ size: 0 }));
  if (size > MAX_LOG_BYTES) {
    await rm(`${path}.1`, { force: true });
    await rename(path, `${path}.1`).catch(() => undefined);
  }
  return open(path, 'a', 0o600);
}
