import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function holderOf(folder) {
  try {
    return Number(readFileSync(join(folder, 'pid'), 'utf8'));
  } catch {
    return undefined;
  }
}

function take(folder) {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
  writeFileSync(join(folder, 'pid'), String(process.pid));
  return true;
}

/** Runs `work` while no other set-up of this clone does; a lock left by a dead process is taken over. */
export async function exclusively(folder, work) {
  for (let unreadable = 0; !take(folder); ) {
    const holder = holderOf(folder);
    unreadable = holder === undefined ? unreadable + 1 : 0;
    if (unreadable > 10 || (holder !== undefined && !isAlive(holder))) rmSync(folder, { recursive: true, force: true });
    else await sleep(200);
  }
  try {
    return await work();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
