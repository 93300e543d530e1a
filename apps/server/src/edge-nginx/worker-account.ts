import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { SluiceError } from '../ports/sluice-error.ts';
import type { WorkerAccount } from './state-folder.ts';

const run = promisify(execFile);

/** Ids of the account that nginx workers run under. */
export async function findWorkerAccount(name: string): Promise<WorkerAccount> {
  try {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map(async (what) => (await run('id', [what, '--', name])).stdout),
    );
    return { uid: Number(uid), gid: Number(gid) };
  } catch (cause) {
    throw new SluiceError('edge/no-such-user', { status: 422, message: `There is no account ${name}.`, cause });
  }
}
