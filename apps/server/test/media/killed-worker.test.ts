import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { film } from './support/films.ts';
import { fullJob } from './support/full-job.ts';
import { storeContents } from './support/store-contents.ts';
import { createWorkshop, openWorkshop } from './support/workshop.ts';

/** Starts a worker in `root` and kills it for certain after some milliseconds; its output when it was quicker. */
async function work(root: string, killAfterMs: number): Promise<string | null> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'worker.child.ts'), root], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const isDone = await new Promise<boolean>((resolve) => child.once('close', (code) => resolve(code === 0)));
  clearTimeout(timer);
  return isDone ? Buffer.concat(chunks).toString('utf8') : null;
}

/** Names of processes that still work somewhere below `root`. */
async function stillWorkingIn(root: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const folders = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => '')));
  return folders.filter((folder) => folder.startsWith(root));
}

it('a worker that is killed leaves nothing running, and the next ones end the job as if nothing had happened', async () => {
  const root = await mkdtemp(join(tmpdir(), 'sluice-killed-'));
  const undisturbed = await createWorkshop();
  try {
    const source = await film('open-groups.mp4');
    const never = { find: async () => undefined, record: async () => undefined };
    const workshop = await openWorkshop(root, never);
    await workshop.bring(source);
    let outcome: string | null = null;
    const delaysMs = [...Array.from({ length: 4 }, () => Math.round(500 + Math.random() * 700)), 60_000];
    for (const delayMs of delaysMs) {
      outcome ??= await work(root, delayMs);
      await expect.poll(() => stillWorkingIn(root)).toEqual([]);
    }

    await undisturbed.bring(source);
    expect(JSON.parse(outcome ?? 'null'), `killed after ${delaysMs}`).toEqual(
      JSON.parse(JSON.stringify(await undisturbed.run(fullJob))),
    );
    expect(await storeContents(workshop.mediaStore)).toEqual(await storeContents(undisturbed.mediaStore));
    expect(await workshop.scratchLeft()).toEqual([]);
  } finally {
    await undisturbed.remove();
    await rm(root, { recursive: true, force: true });
  }
});
