import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';

/**
 * Start of a process in clock ticks since boot (`/proc/PID/stat`, field 22), or null when there is none
 * (a zombie, dead but not yet reaped, counts as none).
 * With the pid it names a process for good: pids are used again, the pair is not.
 */
export function processStartTicks(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
    const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const isDead = afterName[0] === 'Z' || afterName[0] === 'X';
    return isDead ? null : (afterName[19] ?? null);
  } catch {
    return null;
  }
}

/**
 * Where pids mean what they mean to us: this boot of this machine, this pid namespace.
 * Containers that share a folder differ here.
 */
export function pidSpace(): string {
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  const namespace = readlinkSync('/proc/self/ns/pid');
  return createHash('sha256').update(`${boot} ${namespace}`).digest('hex').slice(0, 12);
}
