import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { processStartTicks } from '../../../platform/process-identity.ts';
import { readPostmaster } from './postmaster-file.ts';

/** A fast shutdown writes a checkpoint; after this an immediate one leaves that to the next start. */
const FAST_SHUTDOWN_MS = 30_000;

/**
 * Fast shutdown (SIGINT): open transactions are rolled back, everything is flushed. Does nothing when the
 * server is not a process that we can see (it was started in another container).
 */
export async function stopServer(dataFolder: string): Promise<void> {
  const postmaster = await readPostmaster(dataFolder);
  if (postmaster === null || !(await isServerOf(postmaster.pid, dataFolder))) return;
  const startTicks = processStartTicks(postmaster.pid);
  process.kill(postmaster.pid, 'SIGINT');
  const deadlineMs = Date.now() + FAST_SHUTDOWN_MS;
  let hasWaited = false;
  while (startTicks !== null && processStartTicks(postmaster.pid) === startTicks) {
    if (!hasWaited && Date.now() > deadlineMs) {
      hasWaited = true;
      process.kill(postmaster.pid, 'SIGQUIT');
    }
    await sleep(10);
  }
}

/** A stale file may carry the pid of a stranger, who must not be signalled. */
async function isServerOf(pid: number, dataFolder: string): Promise<boolean> {
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return commandLine.split('\0').includes(dataFolder);
}
