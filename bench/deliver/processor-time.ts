import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** `_SC_CLK_TCK`, which Linux fixes at 100 for what it tells in /proc. */
const TICKS_PER_SECOND = 100;

/** Processor seconds that a process and the children it has waited for have used, in user and kernel mode (proc(5)). */
export function processorSeconds(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name of the program stands in parentheses and may hold blanks.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return ticks / TICKS_PER_SECOND;
}

/** Keeps a process with all its threads on one core; on a machine with one core there is nothing to keep apart. */
export function keepOnCore(pid: number, core: number): void {
  if (availableParallelism() < 2) return;
  execFileSync('taskset', ['-a', '-c', '-p', String(core), String(pid)], { stdio: ['ignore', 'ignore', 'inherit'] });
}
